import { expect, it } from 'vitest';
import { acknowledgeable, matching, readActiveFilter } from './active-filter.ts';
import { exampleAlarm } from './testing/example-alarm.ts';

const filter = (text: string) => readActiveFilter(new URLSearchParams(text));
const what = (code: string): string => (code === 'BATCH_FAILED' ? 'Batch gagal' : 'PLC tidak menjawab');

const batch = exampleAlarm({ id: 'batch' });
const plc = exampleAlarm({ id: 'plc', code: 'PLC_LINK_LOST', subject: 'PLC', mo_id: null, group: 'PLC' });
const note = exampleAlarm({ id: 'note', priority: 3, subject: 'slot 9', mo_id: null });
const all = [batch, plc, note];

it('an alarm is found by its words, its subject and its order', () => {
  const found = (text: string) => matching(all, filter(text), what).map(({ id }) => id);
  expect(found('q=menjawab')).toEqual(['plc']);
  expect(found('q=SLOT')).toEqual(['note']);
  expect(found('q=mo/00014')).toEqual(['batch']);
});

it('by priority and source', () => {
  expect(matching(all, filter('priority=3'), what)).toEqual([note]);
  expect(matching(all, filter('group=PLC&priority=1'), what)).toEqual([plc]);
});

it('what was seen, and what was put aside, is not acknowledged again', () => {
  const seen = exampleAlarm({ id: 'seen', state: 'active-acknowledged', acknowledged_at: batch.raised_at });
  const shelved = exampleAlarm({ id: 'shelved', state: 'shelved' });
  const gone = exampleAlarm({ id: 'gone', state: 'cleared-unacknowledged', holds: false });
  expect(acknowledgeable([batch, seen, shelved, gone])).toEqual(['batch', 'gone']);
});

it('of very many, as many as one command takes', () => {
  const many = Array.from({ length: 501 }, (_, index) => exampleAlarm({ id: `a${index}` }));
  expect(acknowledgeable(many)).toHaveLength(500);
});
