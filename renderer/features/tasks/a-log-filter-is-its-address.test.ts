import { expect, it } from 'vitest';
import {
  changedFilter,
  isFiltered,
  logQuestion,
  readLogFilter,
  WHOLE_LOG,
  writeLogFilter,
} from './log-filter.ts';

const filter = (address: string) => readLogFilter(new URLSearchParams(address));

it('an address goes there and back', () => {
  const given = {
    tab: 'logs',
    task: '3',
    level: 'warn',
    mo: 'WH/MO/00014',
    module: 'odoo',
    q: 'refused',
    from: '2026-03-02T06:30',
    to: '2026-03-02T07:00',
    page: '2',
  };
  expect(writeLogFilter(readLogFilter(new URLSearchParams(given)))).toEqual(given);
});

it('what makes no sense is as if it were not there', () => {
  expect(filter('task=9&level=loud&page=-1')).toEqual(WHOLE_LOG);
  expect(writeLogFilter(WHOLE_LOG)).toEqual({ tab: 'logs' });
  expect(isFiltered(filter('task=9'))).toBe(false);
  expect(isFiltered(filter('q=x'))).toBe(true);
});

it('a further page is never followed, and a changed filter begins at the newest line', () => {
  expect(filter('page=1').follow).toBe(false);
  expect(filter('follow=0').follow).toBe(false);
  expect(changedFilter(filter('page=4&level=warn'), { text: 'x' })).toMatchObject({
    page: 0,
    level: 'warn',
    text: 'x',
  });
});

it('times are asked for as the plant’s clock means them', () => {
  expect(logQuestion(filter('from=2026-03-02T06:30&to=nonsense&mo=%20WH/MO/00014'), '+07:00')).toEqual({
    from: '2026-03-01T23:30:00.000Z',
    mo_id: 'WH/MO/00014',
  });
});
