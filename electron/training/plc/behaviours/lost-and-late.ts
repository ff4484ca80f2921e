import { z } from 'zod';
import { chanceOf } from '../../control/common-parameters.ts';
import type { IncomingRequest } from '../fins-server.ts';
import { concerns, onWire, replyWith, wireParameters, wireTexts } from './concerned-requests.ts';
import { plcBehaviour } from './plc-behaviour.ts';

/** How many clients' replies `reorder` holds back at a time; those of further clients pass. */
const MAX_HELD_REPLIES = 100;

export const drop = plcBehaviour({
  name: 'drop',
  title: { id: 'Datagram hilang', en: 'Datagram lost' },
  description: {
    id: 'Permintaan tidak sampai ke PLC, atau PLC mengerjakannya tetapi jawabannya hilang. Stasiun menunggu sampai batas waktu, lalu mengulang, atau memastikan dengan membaca.',
    en: 'A request does not reach the PLC, or the PLC carries it out and its reply is lost. The station waits for its timeout, then repeats, or settles it by reading.',
  },
  parameters: z.strictObject({ what: z.enum(['request', 'reply']).default('request'), ...wireParameters }),
  parameterTexts: {
    what: {
      id: 'Yang hilang: permintaan (tidak dikerjakan) atau jawaban (sudah dikerjakan)',
      en: 'What is lost: the request (not carried out) or the reply (carried out)',
    },
    ...wireTexts,
  },
  start: ({ what, ...choice }, plc, run) =>
    onWire(plc, choice, run, () => (what === 'request' ? { kind: 'drop' } : replyWith(() => []))),
});

export const delay = plcBehaviour({
  name: 'delay',
  title: { id: 'Jawaban terlambat', en: 'Reply late' },
  description: {
    id: 'PLC mengerjakan permintaan, tetapi jawabannya datang terlambat. Bila lebih lama dari batas waktu stasiun, jawaban itu dibuang dan dihitung sebagai terlambat.',
    en: "The PLC carries a request out, but its reply comes late. If that is later than the station's timeout, the reply is dropped and counted as late.",
  },
  parameters: z.strictObject({ ms: z.int().min(1).max(60_000).default(700), ...wireParameters }),
  parameterTexts: {
    ms: { id: 'Keterlambatan, dalam milidetik', en: 'How late, in milliseconds' },
    ...wireTexts,
  },
  start: ({ ms, ...choice }, plc, run) =>
    onWire(plc, choice, run, () => ({ kind: 'send', frames: (reply) => [reply], delayMs: ms })),
});

export const duplicate = plcBehaviour({
  name: 'duplicate',
  title: { id: 'Jawaban ganda', en: 'Reply doubled' },
  description: {
    id: 'Jawaban yang sama datang lebih dari sekali. Stasiun memakai yang pertama dan menghitung sisanya sebagai ganda.',
    en: 'The same reply comes more than once. The station uses the first and counts the others as duplicates.',
  },
  parameters: z.strictObject({ copies: z.int().min(1).max(10).default(1), ...wireParameters }),
  parameterTexts: { copies: { id: 'Jumlah salinan tambahan', en: 'Further copies' }, ...wireTexts },
  start: ({ copies, ...choice }, plc, run) =>
    onWire(plc, choice, run, () => replyWith((reply) => new Array<Buffer>(1 + copies).fill(reply))),
});

export const reorder = plcBehaviour({
  name: 'reorder',
  title: { id: 'Urutan jawaban tertukar', en: 'Replies in the wrong order' },
  description: {
    id: 'Sebuah jawaban ditahan dan baru datang setelah jawaban atas permintaan berikutnya dari klien yang sama.',
    en: 'A reply is held back and comes only after the reply to the next request of the same client.',
  },
  parameters: z.strictObject(wireParameters),
  parameterTexts: wireTexts,
  start: ({ requests, probability, times }, plc, run) => {
    const held = new Map<string, Buffer>();
    let left = times ?? Number.POSITIVE_INFINITY;
    // Counted here and not by chance alone: the behaviour may end only when the last held reply is out.
    const happens = chanceOf({ probability, times: null }, run);
    const isHeldBack = (request: IncomingRequest): boolean =>
      left > 0 && held.size < MAX_HELD_REPLIES && concerns(requests, request) && happens();
    return plc.intercepts.add((request) => {
      const client = `${request.source.address}:${request.source.port}`;
      const earlier = held.get(client);
      if (earlier !== undefined) {
        held.delete(client);
        if (left === 0 && held.size === 0) run.finish();
        return replyWith((reply) => [reply, earlier]);
      }
      if (!isHeldBack(request)) return 'pass';
      left -= 1;
      return replyWith((reply) => {
        held.set(client, reply);
        return [];
      });
    });
  },
});
