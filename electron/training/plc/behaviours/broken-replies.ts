import { z } from 'zod';
import type { Random } from '../../../domain/ports.ts';
import { decodeEndCode, isSuccess } from '../../../plc/fins/end-codes.ts';
import { onWire, replyWith, wireParameters, wireTexts } from './concerned-requests.ts';
import { plcBehaviour } from './plc-behaviour.ts';

// Places in a FINS/UDP frame (W342, FINS header and command format).
const ICF = 0;
const ADDRESS_BYTES = [3, 4, 5, 6, 7, 8] as const;
const DESTINATION_NODE = 4;
const SID = 9;
const COMMAND = 10;
const END_CODE = 12;
const DATA = 14;
const MULTIPLE_MEMORY_AREA_READ = 0x0104;

/**
 * What may be hit in each part. RSV and GCT are left out: a gateway may change them, so that no client may
 * tell anything from them.
 */
const CORRUPTIBLE = {
  header: (_reply: Buffer) => [ICF, ...ADDRESS_BYTES, SID],
  command: (_reply: Buffer) => [COMMAND, COMMAND + 1],
  data: (reply: Buffer) => {
    const first = reply.length > DATA ? DATA : END_CODE;
    return Array.from({ length: reply.length - first }, (_, index) => first + index);
  },
} as const;

export const truncate = plcBehaviour({
  name: 'truncate',
  title: { id: 'Jawaban terpotong', en: 'Reply cut short' },
  description: {
    id: 'Bagian akhir jawaban hilang. Stasiun membuang jawaban yang panjangnya tidak tepat dan terus menunggu.',
    en: 'The end of a reply is missing. The station drops a reply of the wrong length and goes on waiting.',
  },
  parameters: z.strictObject({ bytes: z.int().min(1).max(2_000).default(1), ...wireParameters }),
  parameterTexts: {
    bytes: {
      id: 'Berapa byte yang hilang; paling sedikit satu byte tersisa',
      en: 'How many bytes are missing; one byte at least remains',
    },
    ...wireTexts,
  },
  start: ({ bytes, ...choice }, plc, run) =>
    onWire(plc, choice, run, () =>
      replyWith((reply) => [reply.subarray(0, Math.max(1, reply.length - bytes))]),
    ),
});

export const corrupt = plcBehaviour({
  name: 'corrupt',
  title: { id: 'Jawaban rusak', en: 'Reply corrupted' },
  description: {
    id: 'Satu bit dalam jawaban terbalik. Di header atau kode perintah hal itu terlihat dan jawaban dibuang; di data FINS tidak dapat melihatnya, hanya pemeriksaan isi slot yang dapat.',
    en: 'One bit of a reply is flipped. In the header or the command code that is seen and the reply is dropped; in the data FINS cannot see it, only the checks of what a slot holds can.',
  },
  parameters: z.strictObject({
    part: z.enum(['header', 'command', 'data']).default('header'),
    ...wireParameters,
  }),
  parameterTexts: {
    part: { id: 'Bagian mana yang rusak', en: 'Which part is hit' },
    ...wireTexts,
  },
  start: ({ part, ...choice }, plc, run) =>
    onWire(plc, choice, run, () =>
      replyWith((reply) => [withFlippedBit(reply, CORRUPTIBLE[part](reply), run.random)]),
    ),
});

export const wrongSid = plcBehaviour({
  name: 'wrong-sid',
  title: { id: 'SID salah', en: 'Wrong SID' },
  description: {
    id: 'Jawaban membawa nomor permintaan (SID) yang lain. Stasiun membuangnya dan menunggu yang benar.',
    en: 'A reply carries the number (SID) of another request. The station drops it and waits for the right one.',
  },
  parameters: z.strictObject({ offset: z.int().min(1).max(255).default(1), ...wireParameters }),
  parameterTexts: {
    offset: { id: 'Selisih dari SID yang benar', en: 'How far from the right SID' },
    ...wireTexts,
  },
  start: ({ offset, ...choice }, plc, run) =>
    onWire(plc, choice, run, () =>
      replyWith((reply) => {
        reply[SID] = ((reply[SID] ?? 0) + offset) % 0x100;
        return [reply];
      }),
    ),
});

export const foreignReply = plcBehaviour({
  name: 'foreign-reply',
  title: { id: 'Jawaban untuk klien lain', en: "Another client's reply" },
  description: {
    id: 'Datang jawaban yang bukan untuk stasiun: dengan alamat node lain, atau data pembacaan 0104 milik panel sentuh yang memakai nomor node dan SID yang sama. Keduanya harus dibuang dan dihitung.',
    en: 'A reply comes that is not for the station: with the address of another node, or the 0104 data of a touch panel that uses the same node number and SID. Both must be dropped and counted.',
  },
  parameters: z.strictObject({
    kind: z.enum(['addresses', 'other-client-data']).default('addresses'),
    when: z.enum(['before', 'instead']).default('before'),
    ...wireParameters,
  }),
  parameterTexts: {
    kind: { id: 'Apa yang asing: alamat, atau data klien lain', en: 'What is foreign: addresses, or data' },
    when: {
      id: 'Sebelum jawaban yang benar, atau menggantikannya',
      en: 'Before the right reply, or in its place',
    },
    ...wireTexts,
  },
  start: ({ kind, when, ...choice }, plc, run) =>
    onWire(plc, choice, run, () =>
      replyWith((reply) => {
        const foreign = kind === 'addresses' ? toAnotherNode(reply) : ofMultipleRead(reply, run.random);
        return when === 'before' ? [foreign, reply] : [foreign];
      }),
    ),
});

export const endCode = plcBehaviour({
  name: 'end-code',
  title: { id: 'PLC menolak', en: 'PLC refuses' },
  description: {
    id: 'PLC tidak mengerjakan permintaan dan menjawab dengan kode akhir ini. Kode menentukan apakah stasiun mengulang (misalnya 0205), atau menunjukkan salah pengaturan (1005), mode salah (2202) atau kerusakan (2503).',
    en: 'The PLC does not carry a request out and answers with this end code. The code decides whether the station repeats (say 0205), or shows wrong settings (1005), the wrong mode (2202) or a defect (2503).',
  },
  parameters: z.strictObject({
    endCode: z
      .string()
      .regex(/^[0-9A-Fa-f]{4}$/)
      .refine((text) => !isSuccess(decodeEndCode(Number.parseInt(text, 16))), {
        error: 'must say that the command failed: without bits 15, 7 and 6 it is not 0000',
      })
      .default('0205'),
    ...wireParameters,
  }),
  parameterTexts: {
    endCode: {
      id: 'Kode akhir, empat digit heksadesimal seperti di buku manual',
      en: 'End code, four hexadecimal digits as in the manual',
    },
    ...wireTexts,
  },
  start: ({ endCode, ...choice }, plc, run) =>
    onWire(plc, choice, run, () => ({ kind: 'refuse', endCode: Number.parseInt(endCode, 16) })),
});

function withFlippedBit(reply: Buffer, places: readonly number[], random: Random): Buffer {
  const place = places[Math.floor(random() * places.length)] ?? SID;
  const changed = Buffer.from(reply);
  changed[place] = (changed[place] ?? 0) ^ (1 << Math.floor(random() * 8));
  return changed;
}

/** The reply as it would go to the next node number. */
function toAnotherNode(reply: Buffer): Buffer {
  const changed = Buffer.from(reply);
  changed[DESTINATION_NODE] = ((reply[DESTINATION_NODE] ?? 0) % 254) + 1;
  return changed;
}

/**
 * A reply to MULTIPLE MEMORY AREA READ (W342) with the header of ours: the same length, so that a client
 * that looks at nothing but the length would take its data. Each item is the area code and a word.
 */
function ofMultipleRead(reply: Buffer, random: Random): Buffer {
  const changed = Buffer.from(reply);
  changed.writeUInt16BE(MULTIPLE_MEMORY_AREA_READ, COMMAND);
  for (let place = DATA; place < changed.length; place += 1) {
    changed[place] = (place - DATA) % 3 === 0 ? 0x82 : Math.floor(random() * 0x100);
  }
  return changed;
}
