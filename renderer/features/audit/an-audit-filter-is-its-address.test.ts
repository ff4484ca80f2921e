import { expect, it } from 'vitest';
import type { AuditView } from '../../../shared/contract/views.ts';
import { auditQuestion, isFiltered, readAuditFilter, WHOLE_AUDIT, writeAuditFilter } from './audit-filter.ts';
import { auditRows } from './audit-rows.ts';
import { texts } from './texts.ts';

it('an address goes there and back, and what makes no sense is as if it were not there', () => {
  const given = {
    actor: 'Sari',
    command: 'setFlag',
    mo: 'WH/MO/00014',
    outcome: 'refused',
    from: '2026-03-02T06:30',
    to: '2026-03-02T07:00',
    page: '2',
  };
  expect(writeAuditFilter(readAuditFilter(new URLSearchParams(given)))).toEqual(given);
  expect(readAuditFilter(new URLSearchParams('outcome=nonsense&page=x'))).toEqual(WHOLE_AUDIT);
  expect(isFiltered({ ...WHOLE_AUDIT, page: 3 })).toBe(false);
});

it('times are asked for as the plant’s clock means them', () => {
  const filter = { ...WHOLE_AUDIT, actor: 'Sari', from: '2026-03-02T06:30', to: 'soon' };
  expect(auditQuestion(filter, '+07:00')).toEqual({ actor: 'Sari', from: '2026-03-01T23:30:00.000Z' });
});

it('an exported row says what the screen says', () => {
  const entry: AuditView = {
    id: '1',
    at: '2026-03-01T23:30:00.000Z',
    actor: 'Sari',
    station: 'HMI-1',
    command: 'setFlag',
    mo_id: null,
    input: { flag: 'read', slot: 3, value: 1 },
    before: { address: 6245, word: 0 },
    after: { address: 6245, word: 1 },
    reason: 'the PLC was restarted',
    outcome: 'done',
    code: null,
    message: null,
  };
  const { header, rows } = auditRows(texts.en, [entry], '+07:00');
  const [row = []] = rows;
  expect(row).toHaveLength(header.length);
  expect(row.slice(0, 7)).toEqual([
    '2026-03-02 06:30:00',
    'Sari',
    'HMI-1',
    'Change flag in the PLC',
    'flag: read; slot: 3; value: 1',
    null,
    'D6245: 0 → 1',
  ]);
});
