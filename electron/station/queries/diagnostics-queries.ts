import type { QueryOutput } from '../../../shared/contract/contract.ts';
import type { PlcWriteSlotView } from '../../../shared/contract/diagnostics.ts';
import { EQUIPMENT } from '../../../shared/domain/equipment.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Slot, WordAddress } from '../../../shared/units.ts';
import { flagAddress, slotsOf } from '../../plc/memory-map/addresses.ts';
import { failureFlagAddress } from '../../plc/memory-map/failure-codec.ts';
import { slotPlaces } from '../../plc/memory-map/field-places.ts';
import type { AreaLayout, MemoryMapProfile } from '../../plc/memory-map/profile-schema.ts';
import { type DecodedSlot, decodeWriteSlot } from '../../plc/memory-map/slot-codec.ts';
import { weighingFlagAddress } from '../../plc/memory-map/weighing-codec.ts';
import { troubleOf } from '../link-views.ts';
import { viewPlcSlot } from '../views.ts';
import { typeOfField } from './decoded-fields.ts';
import type { HandlersOf, QueryParts } from './query-parts.ts';

type DiagnosticsQuery = 'plcSlots' | 'plcWriteSlots' | 'plcFlags' | 'plcConfig' | 'memoryMap';

/** What the PLC holds. All but the map and the settings ask the PLC, and throw PLC_... when it does not answer. */
export function diagnosticsQueries(parts: QueryParts): HandlersOf<DiagnosticsQuery> {
  const { gateway, profile, maxKg } = parts;
  const readAt = () => new Date(parts.clock.now()).toISOString();
  return {
    async plcSlots({ slot }) {
      requirePlc(parts);
      const slots = await gateway.exclusive(() => gateway.readFeedback());
      return { read_at: readAt(), slots: chosen(slots, slot).map(viewPlcSlot) };
    },
    async plcWriteSlots({ slot }) {
      requirePlc(parts);
      const raw = await gateway.exclusive(() => gateway.readWriteArea());
      const slots = raw.map((found) => decodeWriteSlot(profile, found.slot, found.words, { maxKg }));
      return { read_at: readAt(), slots: chosen(slots, slot).map(viewWriteSlot) };
    },
    async plcFlags() {
      requirePlc(parts);
      const values = await gateway.exclusive(() => readFlags(parts));
      const flags = flagsOf(profile).map((flag) => ({ ...flag, value: values.get(flag.address) ?? 0 }));
      return { read_at: readAt(), flags };
    },
    plcConfig: () => viewPlcConfig(parts),
    memoryMap: () => ({
      profile: profile.name,
      description: profile.description,
      gate: profile.gate,
      acknowledge: profile.acknowledge,
      areas: [viewArea(profile.read), viewArea(profile.write)],
      flags: flagsOf(profile),
    }),
  };
}

function requirePlc(parts: QueryParts): void {
  const trouble = troubleOf(parts, 'plc');
  if (trouble !== null) throw trouble;
}

function chosen(slots: readonly DecodedSlot[], slot: number | undefined): readonly DecodedSlot[] {
  const shown = slots.filter((decoded) => slot === undefined || decoded.slot === slot);
  if (shown.length === 0) throw new AppError('NOT_FOUND', `the PLC has no slot ${slot}`);
  return shown;
}

function viewWriteSlot(decoded: DecodedSlot): PlcWriteSlotView {
  const { actual_consumptions: target_consumptions, ...slot } = viewPlcSlot(decoded);
  return { ...slot, target_consumptions };
}

interface FlagPlace {
  readonly flag: 'read' | 'write' | 'failure' | 'weighing';
  readonly slot: Slot | null;
  readonly address: WordAddress;
}

function flagsOf(profile: MemoryMapProfile): FlagPlace[] {
  const ofArea = (flag: 'read' | 'write') =>
    slotsOf(profile).map((slot) => ({ flag, slot, address: flagAddress(profile[flag], slot) }));
  return [
    ...ofArea('read'),
    ...ofArea('write'),
    { flag: 'failure', slot: null, address: failureFlagAddress(profile) },
    { flag: 'weighing', slot: null, address: weighingFlagAddress(profile) },
  ];
}

/** Each flag's word by its address. Areas are read as a whole: a flag at a time would be one request each. */
async function readFlags({ gateway, profile }: QueryParts): Promise<ReadonlyMap<number, number>> {
  const values = new Map<number, number>();
  const areas = { read: await gateway.readFeedbackRaw(), write: await gateway.readWriteArea() };
  for (const name of ['read', 'write'] as const) {
    const { offset } = profile[name].fields.statusReadData;
    for (const { slot, words } of areas[name]) {
      const word = words[offset];
      if (word === undefined) throw new AppError('INTERNAL', `slot ${slot} was read without its flag`);
      values.set(flagAddress(profile[name], slot), word);
    }
  }
  for (const address of [failureFlagAddress(profile), weighingFlagAddress(profile)]) {
    values.set(address, await gateway.readWord(address));
  }
  return values;
}

function viewArea(area: AreaLayout): QueryOutput<'memoryMap'>['areas'][number] {
  return {
    area: area.name === 'read' ? 'READ' : 'WRITE',
    base: area.base,
    stride: area.stride,
    length: area.length,
    slots: area.slotCount,
    fields: slotPlaces(area).map(({ name, offset, words }) => ({
      field: name,
      offset,
      words,
      type: typeOfField(area, name),
      equipment: EQUIPMENT.find(({ key }) => name.startsWith(`components.${key}.`))?.key ?? null,
    })),
  };
}

function viewPlcConfig({ endpoints, profile, client }: QueryParts): QueryOutput<'plcConfig'> {
  const area = ({ base, stride, length }: AreaLayout) => ({ base, stride, length });
  return {
    host: endpoints.plc.host,
    port: endpoints.plc.port,
    client_node: client.nodes?.clientNode ?? endpoints.plc.clientNode,
    plc_node: client.nodes?.plcNode ?? endpoints.plc.plcNode,
    profile: profile.name,
    slots: profile.slotCount,
    gate: profile.gate,
    acknowledge: profile.acknowledge,
    read_area: area(profile.read),
    write_area: area(profile.write),
  };
}
