import { z } from 'zod';
import type { SwitchableBehaviour } from '../../control/behaviour.ts';
import {
  chanceParameters,
  chanceTexts,
  LASTING_TEXT,
  lastingSeconds,
} from '../../control/common-parameters.ts';
import * as bare from '../behaviours.ts';
import type { Behaviour } from '../interception.ts';
import type { TrainingOdoo } from '../training-odoo.ts';
import { odooBehaviour, onRequests, requestParameters, requestTexts, somePath } from './odoo-behaviour.ts';

const BOMS = '/api/scada/boms';
const MAX_DELAY_MS = 600_000;

export const down = odooBehaviour({
  name: 'down',
  title: { id: 'Odoo mati', en: 'Odoo down' },
  description: {
    id: 'Tidak ada server di alamat Odoo: sambungan ditolak. Hasil batch menumpuk di antrean lokal dan dikirim berurutan setelah Odoo kembali.',
    en: "There is no server at Odoo's address: connections are refused. Batch results pile up in the local queue and are sent in order once Odoo is back.",
  },
  parameters: z.strictObject({ seconds: lastingSeconds }),
  parameterTexts: { seconds: LASTING_TEXT },
  start: async ({ seconds }, odoo, run) => {
    await odoo.goDown();
    run.happened();
    const endTimer = seconds === null ? undefined : run.clock.after(seconds * 1_000, () => run.finish());
    return async () => {
      await odoo.comeBack();
      endTimer?.();
    };
  },
});

export const broken = plainBehaviour(
  {
    name: 'broken-connection',
    title: { id: 'Sambungan putus', en: 'Connection breaks' },
    description: {
      id: 'Sambungan putus sebelum Odoo melihat permintaan: tidak ada yang dikerjakan.',
      en: 'The connection breaks before Odoo has seen the request: nothing is done.',
    },
  },
  bare.down,
);

export const hang = plainBehaviour(
  {
    name: 'hang',
    title: { id: 'Odoo menggantung', en: 'Odoo hangs' },
    description: {
      id: 'Tidak pernah ada jawaban, dan tidak ada yang dikerjakan. Stasiun menunggu sampai batas waktunya.',
      en: 'No answer ever comes, and nothing is done. The station waits for its timeout.',
    },
  },
  bare.hang,
);

export const slow = odooBehaviour({
  name: 'slow',
  title: { id: 'Odoo lambat', en: 'Odoo slow' },
  description: {
    id: 'Odoo mengerjakan permintaan tetapi menjawab terlambat. Bila lebih lama dari batas waktu stasiun, hasilnya tidak diketahui dan dipastikan dengan membaca.',
    en: "Odoo carries a request out but answers late. If that is later than the station's timeout, the outcome is unknown and settled by reading.",
  },
  parameters: z.strictObject({ ms: z.int().min(1).max(MAX_DELAY_MS).default(5_000), ...requestParameters }),
  parameterTexts: {
    ms: { id: 'Keterlambatan, dalam milidetik', en: 'How late, in milliseconds' },
    ...requestTexts,
  },
  start: ({ ms, ...choice }, odoo, run) => onRequests(odoo, choice, run, bare.slow(ms)),
});

export const serverFailure = plainBehaviour(
  {
    name: 'server-failure',
    title: { id: 'HTTP 500', en: 'HTTP 500' },
    description: {
      id: 'Server di depan Odoo menjawab HTTP 500 dengan halaman; tidak ada yang dikerjakan.',
      en: 'The web server answers HTTP 500 with a page; nothing is done.',
    },
  },
  bare.serverFailure,
);

export const throttled = odooBehaviour({
  name: 'throttled',
  title: { id: 'HTTP 429', en: 'HTTP 429' },
  description: {
    id: 'Terlalu banyak permintaan: HTTP 429 dengan Retry-After; tidak ada yang dikerjakan. Stasiun menunggu selama itu.',
    en: 'Too many requests: HTTP 429 with Retry-After; nothing is done. The station waits for that long.',
  },
  parameters: z.strictObject({
    retryAfterSeconds: z.int().min(0).max(3_600).default(30),
    ...requestParameters,
  }),
  parameterTexts: {
    retryAfterSeconds: { id: 'Retry-After, dalam detik', en: 'Retry-After, in seconds' },
    ...requestTexts,
  },
  start: ({ retryAfterSeconds, ...choice }, odoo, run) =>
    onRequests(odoo, choice, run, bare.throttled(retryAfterSeconds)),
});

export const malformed = plainBehaviour(
  {
    name: 'malformed-body',
    title: { id: 'Jawaban rusak', en: 'Malformed answer' },
    description: {
      id: 'HTTP 200 dengan JSON yang terputus di tengah; tidak ada yang dikerjakan.',
      en: 'HTTP 200 with JSON that stops in the middle; nothing is done.',
    },
  },
  bare.malformedBody,
);

export const sessionEnds = plainBehaviour(
  {
    name: 'session-ends',
    title: { id: 'Sesi habis', en: 'Session expires' },
    description: {
      id: 'Odoo melupakan semua sesi sebelum permintaan itu: "Odoo Session Expired". Stasiun masuk lagi sekali dan mengulang.',
      en: 'Odoo forgets all sessions before the request: "Odoo Session Expired". The station logs in again once and repeats.',
    },
  },
  bare.sessionEnds,
);

export const replyLost = odooBehaviour({
  name: 'reply-lost',
  title: { id: 'Jawaban Odoo hilang', en: "Odoo's reply lost" },
  description: {
    id: 'Odoo mengerjakan semuanya, tetapi jawabannya tidak sampai: sambungan putus atau tidak ada apa-apa. Stasiun harus memastikan dengan membaca, bukan mengulang begitu saja.',
    en: 'Odoo does all of it, but its reply does not arrive: the connection breaks, or nothing comes. The station must settle it by reading, not simply repeat.',
  },
  parameters: z.strictObject({ ending: z.enum(['reset', 'hang']).default('reset'), ...requestParameters }),
  parameterTexts: {
    ending: { id: 'Sambungan putus, atau diam', en: 'The connection breaks, or stays silent' },
    ...requestTexts,
  },
  start: ({ ending, ...choice }, odoo, run) =>
    onRequests(odoo, choice, run, ending === 'reset' ? bare.replyLost : bare.replyNeverComes),
});

export const pathMissing = odooBehaviour({
  name: 'path-missing',
  title: { id: 'Path tidak ada', en: 'Path missing' },
  description: {
    id: 'Odoo ini tidak mengenal path itu: HTTP 404. Untuk /api/scada/boms itu modul versi lama.',
    en: 'This Odoo does not know the path: HTTP 404. For /api/scada/boms that is an older module.',
  },
  parameters: z.strictObject({ path: somePath.default(BOMS), ...chanceParameters }),
  parameterTexts: { path: { id: 'Path yang tidak ada', en: 'The path that is missing' }, ...chanceTexts },
  start: ({ path, ...chance }, odoo, run) =>
    onRequests(odoo, { path, ...chance }, run, bare.pathMissing(path)),
});

/** A behaviour that takes nothing but the choice of its requests. */
function plainBehaviour(
  words: Pick<SwitchableBehaviour<TrainingOdoo>, 'name' | 'title' | 'description'>,
  behaviour: Behaviour,
): SwitchableBehaviour<TrainingOdoo> {
  return odooBehaviour({
    ...words,
    parameters: z.strictObject(requestParameters),
    parameterTexts: requestTexts,
    start: (choice, odoo, run) => onRequests(odoo, choice, run, behaviour),
  });
}
