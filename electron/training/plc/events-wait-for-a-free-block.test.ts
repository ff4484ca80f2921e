import { describe, expect, it } from 'vitest';
import { kg } from '../../../shared/units.ts';
import { decodeFailure } from '../../plc/memory-map/failure-codec.ts';
import { decodeWeighing } from '../../plc/memory-map/weighing-codec.ts';
import { ControlledPlc, TEN } from './testing/controlled-plc.ts';
import { ordersIn } from './testing/load-words.ts';

const MAX = { maxKg: kg(1_050) };

describe('events', () => {
  it('equipment-failure: code, info and plant time; the next waits until this one is read', async () => {
    await using plant = await ControlledPlc.start();
    const shown = async (): Promise<unknown> => decodeFailure(TEN, await plant.read(8_000, 23));
    expect(await shown()).toEqual({ kind: 'none' });
    await plant.on('equipment-failure', { code: 'silo103', info: 'OVERLOAD', times: 2, everySeconds: 60 });
    await plant.clock.advance(20);
    // The simulated clock starts at 2026-01-05 00:00 UTC; the plant is seven hours ahead.
    const first = {
      kind: 'event',
      code: 'silo103',
      info: 'OVERLOAD',
      plantLocal: { year: 2026, month: 1, day: 5, hour: 7, minute: 0, second: 0 },
    };
    expect(await shown()).toMatchObject(first);
    await plant.clock.advance(90_000);
    expect(await shown()).toMatchObject(first);
    expect(await plant.state('equipment-failure')).toMatchObject({ on: false, happened: 2 });
    await plant.write(8_022, [1]);
    await plant.clock.advance(20);
    expect(await shown()).toMatchObject({ ...first, plantLocal: { ...first.plantLocal, minute: 1 } });
    await plant.write(8_022, [1]);
    await plant.clock.advance(1_000);
    expect(await shown()).toEqual({ kind: 'none' });
  });

  it('equipment-failure: more than 20 that nobody reads are refused', async () => {
    await using plant = await ControlledPlc.start();
    plant.plc.setCpu({ mode: 'program' });
    for (let event = 0; event < 20; event += 1) await plant.on('equipment-failure');
    await expect(plant.on('equipment-failure')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('equipment-failure: switched off, no further one comes', async () => {
    await using plant = await ControlledPlc.start();
    await plant.on('equipment-failure', { times: 5, everySeconds: 1 });
    await plant.off('equipment-failure');
    await plant.clock.advance(10_000);
    expect(await plant.state('equipment-failure')).toMatchObject({ happened: 1 });
  });

  it('manual-weighing: of the order in the slot, or of one that is named', async () => {
    await using plant = await ControlledPlc.start();
    await expect(plant.on('manual-weighing')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await plant.load(ordersIn(1, 2));
    await plant.until(() => plant.plc.program.counts().taken === 2);
    await plant.on('manual-weighing', { slot: 2, productTemplateId: 41, kg: 12.25 });
    await plant.clock.advance(20);
    expect(decodeWeighing(TEN, await plant.read(9_000, 13), MAX)).toEqual({
      kind: 'event',
      batch: 2,
      moId: 'WH/MO/00002',
      productTemplateId: 41,
      consumption: 12.25,
    });
    await plant.write(9_012, [1]);
    await plant.on('manual-weighing', { moId: 'WH/MO/09999' });
    await plant.clock.advance(20);
    expect(decodeWeighing(TEN, await plant.read(9_000, 13), MAX)).toMatchObject({ moId: 'WH/MO/09999' });
  });
});
