import { describe, expect, it } from 'vitest';
import { type Cell, csvLines } from './csv.ts';

/** A reader of RFC 4180 of its own, so that the writer is not judged by itself. */
function read(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let value = '';
    if (text[at] === '"') {
      for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += 1) {
        if (text[at] === '"') at += 1;
        value += text[at];
      }
      at += 1;
    } else {
      while (at < text.length && text[at] !== separator && text[at] !== '\r') {
        value += text[at];
        at += 1;
      }
    }
    row.push(value);
    if (text[at] === separator) at += 1;
    else {
      expect(text.slice(at, at + 2)).toBe('\r\n');
      at += 2;
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

const kg = (value: number): Cell => ({ value, decimals: 2 });

describe('a CSV file', () => {
  it('comes back with separators, quotes and line ends inside its texts', () => {
    const texts = ['a;b', 'a,b', 'say "ok"', '"', 'two\r\nlines', '', 'plain'];
    for (const [language, separator] of [
      ['id', ';'],
      ['en', ','],
    ] as const) {
      expect(read(csvLines([texts, ['x']], language), separator)).toEqual([texts, ['x']]);
    }
  });

  it('writes numbers with the decimal mark of its language, and nothing for what is not known', () => {
    expect(csvLines([[kg(1002.4), kg(-0.3), null, { value: 7, decimals: 0 }]], 'id')).toBe(
      '1002,40;-0,30;;7\r\n',
    );
    expect(csvLines([[kg(1002.4), kg(-0.3), null, { value: 7, decimals: 0 }]], 'en')).toBe(
      '1002.40,-0.30,,7\r\n',
    );
  });

  it('lets no text begin like a formula', () => {
    const evil = ['=cmd|calc', '+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '＝1', '\n-2'];
    const [row = []] = read(csvLines([evil], 'id'), ';');
    expect(row).toEqual(evil.map((text) => `'${text}`));
    expect(csvLines([['WH/MO/00014', 'a=b', 'tetes - FML']], 'id')).toBe('WH/MO/00014;a=b;tetes - FML\r\n');
  });
});
