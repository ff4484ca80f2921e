import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { startTrainingOdoo, type TrainingOdooFixture } from '../testing/training-odoo-fixture.ts';
import type { BehaviourState } from './control/contract.ts';
import type { TrainingControl } from './control/training-control.ts';
import { endLesson, LESSONS, startLesson } from './lessons.ts';
import { type OdooControlRoom, openOdooControl } from './odoo/odoo-control.ts';
import { ODOO_BEHAVIOURS } from './odoo/switchable-behaviours.ts';
import { PLC_BEHAVIOURS } from './plc/behaviours.ts';
import { ControlledPlc } from './plc/testing/controlled-plc.ts';

const ALL = [
  ...PLC_BEHAVIOURS.map((behaviour) => ({ peer: 'plc', ...behaviour })),
  ...ODOO_BEHAVIOURS.map((behaviour) => ({ peer: 'odoo', ...behaviour })),
];

let plc: ControlledPlc;
let odoo: TrainingOdooFixture;
let room: OdooControlRoom;
let control: TrainingControl;

beforeEach(async () => {
  plc = await ControlledPlc.start();
  odoo = await startTrainingOdoo();
  room = openOdooControl(odoo.odoo, odoo);
  control = { plc: plc.control, odoo: room.desk.client };
});

afterEach(async () => {
  await room[Symbol.asyncDispose]();
  await odoo[Symbol.asyncDispose]();
  await plc[Symbol.asyncDispose]();
});

async function allOn(): Promise<string[]> {
  const states: BehaviourState[] = [
    ...(await control.plc.request('list-behaviours', {})),
    ...(await control.odoo.request('list-behaviours', {})),
  ];
  return states.filter(({ on }) => on).map(({ name }) => name);
}

describe('every lesson', () => {
  it.each(LESSONS)('$name: begins on a normal plant and ends with one', async (lesson) => {
    await control.plc.request('switch-on', { name: 'program-mode' });
    const on = await startLesson(control, lesson);
    expect(on.map(({ name }) => name)).toEqual(lesson.steps.map(({ behaviour }) => behaviour));
    for (const [index, { parameters }] of lesson.steps.entries()) {
      expect(on[index]?.parameters).toMatchObject(parameters);
    }
    expect(await allOn()).not.toContain('program-mode');
    await endLesson(control);
    expect(await allOn()).toEqual([]);
  });

  it.each(LESSONS)('$name: says in both languages what to see and to do', ({ title, see, todo }) => {
    for (const text of [title, see, todo]) {
      expect(text.id.length).toBeGreaterThan(5);
      expect(text.en.length).toBeGreaterThan(5);
      expect(text.id).not.toBe(text.en);
    }
  });

  it('has a name of its own', () => {
    expect(new Set(LESSONS.map(({ name }) => name)).size).toBe(LESSONS.length);
  });
});

test.each(ALL)('$peer $name: can be switched on as it is, and every parameter has its words', (behaviour) => {
  const prepared = behaviour.prepare({});
  expect(prepared.kind).toBe('ready');
  expect(behaviour.prepare({ noSuchParameter: 1 }).kind).toBe('refused');
  const named = prepared.kind === 'ready' ? Object.keys(prepared.parameters) : [];
  expect(Object.keys(behaviour.parameterTexts).toSorted()).toEqual(named.toSorted());
  expect(Object.keys(Object(behaviour.parameterSchema.properties)).toSorted()).toEqual(named.toSorted());
  for (const text of [behaviour.title, behaviour.description, ...Object.values(behaviour.parameterTexts)]) {
    expect(text.id).not.toBe('');
    expect(text.en).not.toBe('');
  }
  expect(behaviour.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});

test('no two behaviours of one peer share a name', () => {
  const names = ALL.map(({ peer, name }) => `${peer} ${name}`);
  expect(new Set(names).size).toBe(names.length);
});
