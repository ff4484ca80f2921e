import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS, type CommandGiven, type CommandName } from '../../shared/contract/contract.ts';
import { ROLES, roleSuffices } from '../../shared/contract/declare.ts';
import { perComponent } from '../../shared/domain/equipment.ts';
import { startTestPostgres, type TestPostgres } from '../testing/postgres.ts';
import { FULL_TARGETS } from '../testing/results-plant.ts';
import { codeOfAttempt, lastAudit, SUPERVISOR, stateOf } from './testing/command-plant.ts';
import { FeedbackStation } from './testing/feedback-station.ts';

const DOSED = perComponent(({ key }) => FULL_TARGETS[key] + 0.1);
const CUT = perComponent(({ key }) => Math.trunc(FULL_TARGETS[key]));
/** The order of slot n is in phase n of these. */
const PHASES = ['queued', 'running', 'unproven', 'question', 'refused', 'reporting'] as const;
type Phase = (typeof PHASES)[number];

let postgres: TestPostgres;
let feedback: FeedbackStation;
beforeAll(async () => {
  postgres = await startTestPostgres();
  feedback = await FeedbackStation.start(postgres, {
    orders: PHASES.length,
    onArmed: (plc, orders) => plc.show(3, { moId: orders[2] ?? '', actuals: CUT, finished: 1 }),
  });
  const { plc, plant, running } = feedback;
  const { station } = running;
  for (const slot of [2, 4, 5, 6]) plc.show(slot, { moId: feedback.order(slot) });
  await feedback.read();
  plc.show(2, { moId: feedback.order(2), actuals: DOSED });
  plc.show(4, { moId: feedback.order(4), actuals: DOSED, weight: 0, finished: 1 });
  const refused = plant.odoo.books.order(feedback.order(5));
  if (refused === undefined) throw new Error('no such order');
  plant.odoo.books.save({ ...refused, state: 'cancel' });
  plc.show(5, { moId: feedback.order(5), actuals: DOSED, weight: 957, finished: 1 });
  await feedback.read();
  await feedback.read();
  await running.until(() => station.outbox.count('parked') === 1 && station.outbox.count('held') === 1);
  await station.api.execute('setTask', { task: 3, enabled: false }, SUPERVISOR);
  plc.show(6, { moId: feedback.order(6), actuals: DOSED, weight: 957, finished: 1 });
  await feedback.read();
  await feedback.read();
});
afterAll(async () => {
  await feedback?.[Symbol.asyncDispose]();
  await postgres.stop();
});

it('each order is in its phase', async () => {
  const views = await Promise.all(PHASES.map((_phase, index) => feedback.view(index + 1)));
  expect(views.map(({ phase }) => phase)).toEqual(PHASES);
});

type OnOneOrder =
  | 'resetBatch'
  | 'cancelBatch'
  | 'releaseUnproven'
  | 'forceStatus'
  | 'writeBatch'
  | 'holdPush'
  | 'releasePush'
  | 'acceptLeftOpen';
const NO = 'COMMAND_NOT_NOW';
const ABSENT = 'NOT_FOUND';
/** Null: may be done. */
const LEGAL: readonly (readonly [OnOneOrder, Record<Phase, string | null>])[] = [
  [
    'resetBatch',
    { queued: null, running: null, unproven: null, question: null, refused: null, reporting: null },
  ],
  [
    'cancelBatch',
    { queued: null, running: null, unproven: null, question: null, refused: null, reporting: null },
  ],
  ['releaseUnproven', { queued: NO, running: NO, unproven: null, question: NO, refused: NO, reporting: NO }],
  ['forceStatus', { queued: NO, running: null, unproven: null, question: NO, refused: NO, reporting: NO }],
  ['writeBatch', { queued: NO, running: NO, unproven: null, question: NO, refused: NO, reporting: NO }],
  [
    'holdPush',
    { queued: ABSENT, running: ABSENT, unproven: ABSENT, question: NO, refused: null, reporting: null },
  ],
  [
    'releasePush',
    { queued: ABSENT, running: ABSENT, unproven: ABSENT, question: null, refused: NO, reporting: NO },
  ],
  [
    'acceptLeftOpen',
    { queued: ABSENT, running: ABSENT, unproven: ABSENT, question: NO, refused: NO, reporting: NO },
  ],
];

describe.each(LEGAL)('%s', (name, table) => {
  it.each(PHASES)('on an order that is %s', async (phase) => {
    const { plant, running } = feedback;
    const { station } = running;
    const mo_id = feedback.order(PHASES.indexOf(phase) + 1);
    const input = name === 'forceStatus' ? { mo_id, status_manufacturing: 1 as const } : { mo_id };
    const preview = await station.api.preview(name, input, SUPERVISOR);
    expect(preview.refusal?.code ?? null).toBe(table[phase]);
    if (table[phase] === null) return;
    expect([...preview.plc, ...preview.database, ...preview.odoo]).toEqual([]);
    // The command itself says the same, changes nothing, and is on record.
    const before = await stateOf(plant, station);
    expect(await codeOfAttempt(station, name, input)).toBe(table[phase]);
    expect(await stateOf(plant, station)).toEqual(before);
    expect(await lastAudit(station, name)).toMatchObject({
      mo_id,
      outcome: 'refused',
      code: table[phase],
      before: null,
      after: null,
    });
  });

  it('on an order that is not there', async () => {
    const input = { mo_id: 'WH/MO/99999', status_manufacturing: 1 as const };
    expect(await codeOfAttempt(feedback.running.station, name, input)).toBe('NOT_FOUND');
  });
});

/** An input for each command that its schema takes; none may be carried out here. */
const INPUTS: { readonly [N in CommandName]: CommandGiven<N> } = {
  runTask: { task: 6 },
  setTask: { task: 6 },
  setScheduler: { enabled: true },
  setSetting: { name: 'ZERO_WEIGHT', value: 'ask' },
  applyPreset: { preset: 'responsive' },
  retryPush: { mo_ids: 'all' },
  holdPush: { mo_id: 'X' },
  releasePush: { mo_id: 'X' },
  acceptLeftOpen: { mo_id: 'X' },
  resetBatch: { mo_id: 'X' },
  forceStatus: { mo_id: 'X' },
  cancelBatch: { mo_id: 'X' },
  releaseUnproven: { mo_id: 'X' },
  startOver: {},
  clearQueue: {},
  overrideGate: {},
  acknowledgeAlarm: { code: 'X', subject: 'X' },
  shelveAlarm: { id: 'X', minutes: 30 },
  unshelveAlarm: { id: 'X' },
  commentAlarm: { id: 'X', text: 'seen' },
  setFlag: { flag: 'read', value: 1 },
  writeBatch: { mo_id: 'X' },
  testRead: { address: 6000, count: 1 },
};
const NAMES = Object.keys(INPUTS) as CommandName[];

it.each(NAMES)('%s: a role that does not suffice is refused in the station, and recorded', async (name) => {
  const { plant, running } = feedback;
  const { station } = running;
  const before = await stateOf(plant, station);
  for (const role of ROLES.filter((given) => !roleSuffices(given, COMMANDS[name].role))) {
    const caller = { ...SUPERVISOR, role, actor: `a ${role}` };
    expect((await station.api.previewUnchecked(name, INPUTS[name], caller)).refusal?.code).toBe('FORBIDDEN');
    await expect(station.api.executeUnchecked(name, INPUTS[name], caller)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await lastAudit(station, name)).toMatchObject({
      actor: `a ${role}`,
      outcome: 'refused',
      code: 'FORBIDDEN',
    });
  }
  expect(await stateOf(plant, station)).toEqual(before);
});

it('no command at all is for a viewer', () => {
  expect(NAMES.filter((name) => roleSuffices('viewer', COMMANDS[name].role))).toEqual([]);
});

it.each(NAMES.filter((name) => COMMANDS[name].reason === 'required'))(
  '%s is not done without a reason',
  async (name) => {
    const { plant, running } = feedback;
    const before = await stateOf(plant, running.station);
    for (const reason of [null, '', ' ab ']) {
      const attempt = running.station.api.executeUnchecked(name, INPUTS[name], { ...SUPERVISOR, reason });
      await expect(attempt).rejects.toMatchObject({ code: 'COMMAND_NEEDS_REASON' });
    }
    expect(await stateOf(plant, running.station)).toEqual(before);
  },
);
