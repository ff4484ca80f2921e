import { z } from 'zod';
import { type ComponentKey, EQUIPMENT } from '../../../../shared/domain/equipment.ts';
import { moIdIn, type SlotWords } from '../program-map.ts';
import { double, type MemoryView, type MemoryWrite, readDouble, readSlotWork } from '../work-area.ts';
import { componentIndex, plcBehaviour, SLOT_TEXT, slotNumber, slotOf } from './plc-behaviour.ts';

const COMPONENTS = EQUIPMENT.map(({ key }) => key) as [ComponentKey, ...ComponentKey[]];

export const wordSlip = plcBehaviour({
  name: 'word-slip',
  title: { id: 'Kata bergeser', en: 'Word slip' },
  description: {
    id: 'Dalam satu slot READ, kata nomor alat salah (0) dan semua kata sesudahnya bergeser satu. Slot itu harus ditolak seluruhnya; slot lain berjalan terus.',
    en: "In one READ slot the word of an equipment's id is wrong (0) and all words after it are shifted by one. The slot must be rejected as a whole; the others go on.",
  },
  parameters: z.strictObject({
    slot: slotNumber.default(1),
    component: z.enum(COMPONENTS).default('silo_c'),
  }),
  parameterTexts: {
    slot: SLOT_TEXT,
    component: { id: 'Alat tempat pergeseran mulai', en: 'The equipment at whose id it begins' },
  },
  start: ({ slot, component }, plc, run) => {
    const { read } = slotOf(plc, slot);
    const id = (read.components[componentIndex(component)] ?? read.base) - 1;
    run.happened();
    return plc.shown.distort((memory) => [
      { address: id, words: [0, ...memory.read(id, read.base + read.length - id - 1)] },
    ]);
  },
});

export const floatWeight = plcBehaviour({
  name: 'float-weight',
  title: { id: 'Berat sebagai bilangan float', en: 'Weight as a float' },
  description: {
    id: 'Dalam satu slot READ, sebuah berat ditulis sebagai float IEEE dengan kata rendah lebih dulu, bukan kali 100. Harus ditolak dengan kata mentahnya, dan tidak pernah dikirim ke Odoo.',
    en: 'In one READ slot a weight is an IEEE float, low word first, and not times 100. It must be refused, its raw words shown, and never be sent to Odoo.',
  },
  parameters: z.strictObject({
    slot: slotNumber.default(1),
    field: z.enum(['weight', ...COMPONENTS]).default('weight'),
  }),
  parameterTexts: {
    slot: SLOT_TEXT,
    field: { id: 'Berat yang mana', en: 'Which weight' },
  },
  start: ({ slot, field }, plc, run) => {
    const { read } = slotOf(plc, slot);
    const address =
      field === 'weight' ? read.weight : (read.components[componentIndex(field)] ?? read.weight);
    run.happened();
    return plc.shown.distort((memory) => [{ address, words: floatWords(readDouble(memory, address) / 100) }]);
  },
});

export const preFilled = plcBehaviour({
  name: 'pre-filled',
  title: { id: 'READ terisi lebih dulu', en: 'READ area pre-filled' },
  description: {
    id: 'Begitu PLC menerima muatan, slot READ sudah menunjukkan "selesai": berat 0 dan konsumsi sama dengan target yang dibulatkan ke bawah ke kg utuh, sampai batch itu benar-benar jalan. Tidak boleh ada hasil yang dikirim karenanya.',
    en: 'As soon as the PLC has accepted a load, the READ slots show "finished" with weight 0 and the targets cut to whole kg as actuals, until the batch really runs. No result may be sent for it.',
  },
  parameters: z.strictObject({ seconds: z.number().min(0).max(600).default(10) }),
  parameterTexts: {
    seconds: {
      id: 'Berapa detik pabrik masih diam setelah muatan diterima',
      en: 'How many seconds the plant stands still after it has accepted a load',
    },
  },
  start: ({ seconds }, plc, run) => {
    // By slot: the run number of the order that was taken in while this was on.
    const taken = new Map<number, number>();
    const endEvents = plc.program.onEvent((event) => {
      if (event.kind !== 'taken') return;
      taken.set(event.slot, event.run);
      run.happened();
      plc.program.standStill(seconds * 1_000);
    });
    const endDistortion = plc.shown.distort((memory) =>
      plc.map.slots
        .filter(({ slot }) => readSlotWork(memory, slot).run === taken.get(slot))
        .flatMap((at) => preFilledWords(memory, at)),
    );
    return () => {
      endEvents();
      endDistortion();
      plc.program.standStill(0);
    };
  },
});

/** What a slot shows until its order runs; nothing once the order has anything of its own to show. */
function preFilledWords(memory: MemoryView, { read, write, slot }: SlotWords): MemoryWrite[] {
  const isUntouched =
    readSlotWork(memory, slot).state !== 'ended' &&
    memory.word(read.statusManufacturing) === 0 &&
    memory.word(read.statusOperation) === 0 &&
    read.components.every((address) => readDouble(memory, address) === 0);
  // The next load may be in the WRITE area already: then its targets are another order's.
  if (!isUntouched || moIdIn(memory, read) !== moIdIn(memory, write)) return [];
  const actuals = read.components.map((address, index): MemoryWrite => {
    const target = readDouble(memory, write.components[index] ?? 0);
    return { address, words: double(Math.floor(target / 100) * 100) };
  });
  return [...actuals, { address: read.statusManufacturing, words: [1] }];
}

/** A number as Omron CPUs store a REAL: IEEE 754, four bytes, the low word at the lower address. */
function floatWords(value: number): number[] {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  return [view.getUint16(2), view.getUint16(0)];
}
