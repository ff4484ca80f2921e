import { expect, it } from 'vitest';
import { pushRows } from './push-rows.ts';
import { pushWith } from './testing/pushes.ts';
import { texts } from './texts.ts';

const PARTS = {
  causeWords: () => ({ what: 'Refused.', next: 'Send again.', said: null, reason: null }),
  timeZone: '+07:00',
};

it('has a cell for each heading, with times by the mill’s clock and words for states', () => {
  const push = pushWith({
    state: 'parked',
    error_code: 'ODOO_LINES_REFUSED',
    last_error: 'partly refused',
    since: '2026-03-01T23:30:00.000Z',
    refused_lines: [
      { equipment: 'silo101', message: 'no move' },
      { equipment: 'lq114', message: 'no move' },
    ],
  });
  const { header, rows } = pushRows(texts.en, [push], PARTS);
  const [row = []] = rows;
  expect(row).toHaveLength(header.length);
  const cell = (name: string) => row[header.indexOf(name)];
  expect(cell('Since')).toBe('2026-03-02 06:30:00');
  expect(cell('State')).toBe('Refused by Odoo');
  expect(cell('Next')).toBeNull();
  expect(cell('Cause and what to do')).toBe('Refused. Send again.');
  expect(cell('Refused lines')).toBe('silo101: no move; lq114: no move');
});
