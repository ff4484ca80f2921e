import { expect, it } from 'vitest';
import { toCsv } from './csv.ts';

it('is separated and written as the language has it', () => {
  expect(toCsv('en', ['MO', 'kg'], [['WH/MO/00014', 12.5]])).toBe('\uFEFFMO,kg\r\nWH/MO/00014,12.5\r\n');
  expect(toCsv('id', ['MO', 'kg'], [['WH/MO/00014', 12.5]])).toBe('\uFEFFMO;kg\r\nWH/MO/00014;12,5\r\n');
});

it('quotes what would break a row, and leaves unknown values empty', () => {
  expect(toCsv('en', ['a', 'b', 'c'], [['x,"y"', 'two\nlines', null]])).toContain(
    '"x,""y""","two\nlines",\r\n',
  );
  expect(toCsv('id', ['a'], [['x;y']])).toContain('"x;y"');
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx'])('keeps %j from being calculated', (text) => {
  expect(toCsv('en', ['a'], [[text]])).toContain(`'${text}`);
});

it('a negative number stays a number', () => {
  expect(toCsv('en', ['kg'], [[-0.3]])).toBe('\uFEFFkg\r\n-0.3\r\n');
});
