import { z } from 'zod';
import type { Cancel } from '../../../domain/ports.ts';
import type { SwitchableBehaviour } from '../../control/behaviour.ts';
import { LASTING_TEXT, lastingSeconds, MAX_SECONDS } from '../../control/common-parameters.ts';
import type { CpuState } from '../cpu-state.ts';
import type { TrainingPlc } from '../training-plc.ts';
import { concerns } from './concerned-requests.ts';
import { plcBehaviour } from './plc-behaviour.ts';

// Words A402, A401 and A400 of a low battery and of a FALS (CJ2 CPU Unit Software Manual W473, auxiliary area).
const BATTERY_LOW = { nonFatalErrors: 0x0010, errorCode: 0x00f7 } as const satisfies Partial<CpuState>;
const FALS = { fatalErrors: 0x0040, errorCode: 0xc101, errorMessage: 'TRAINING FALS' } as const;

const NONE: Cancel = () => undefined;

export const cpuErrors = plcBehaviour({
  name: 'cpu-errors',
  title: { id: 'Kesalahan CPU', en: 'CPU errors' },
  description: {
    id: 'CPU melaporkan kesalahan: ringan (baterai lemah; setiap kode akhir membawa 0040, tetapi perintah tetap berhasil) atau berat (FALS; setiap kode akhir membawa 0080 dan program berhenti).',
    en: 'The CPU reports an error: a non-fatal one (low battery; every end code carries 0040, commands still succeed) or a fatal one (FALS; every end code carries 0080 and the program stops).',
  },
  parameters: z
    .strictObject({ nonFatal: z.boolean().default(true), fatal: z.boolean().default(false) })
    .refine(({ nonFatal, fatal }) => nonFatal || fatal, { error: 'one of the two at least' }),
  parameterTexts: {
    nonFatal: { id: 'Ringan: bit 6, 0040', en: 'Non-fatal: bit 6, 0040' },
    fatal: { id: 'Berat: bit 7, 0080', en: 'Fatal: bit 7, 0080' },
  },
  start: ({ nonFatal, fatal }, plc, run) => {
    run.happened();
    return plc.overrideCpu({ ...(nonFatal ? BATTERY_LOW : {}), ...(fatal ? FALS : {}) });
  },
});

export const programMode = plcBehaviour({
  name: 'program-mode',
  title: { id: 'Mode PROGRAM', en: 'PROGRAM mode' },
  description: {
    id: 'Seseorang memutar sakelar PLC ke PROGRAM: memori tetap dapat dibaca dan ditulis, tetapi program tidak berjalan, sehingga tidak ada handshake yang dijawab.',
    en: "Somebody turned the PLC's key to PROGRAM: memory can still be read and written, but the program does not run, so that no handshake is answered.",
  },
  parameters: z.strictObject({}),
  parameterTexts: {},
  start: (_parameters, plc, run) => {
    run.happened();
    return plc.overrideCpu({ mode: 'program' });
  },
});

export const silence = plcBehaviour({
  name: 'silence',
  title: { id: 'PLC tidak menjawab', en: 'PLC silent' },
  description: {
    id: 'Seperti kabel jaringan tercabut: PLC tidak menerima dan tidak mengirim apa pun, tetapi programnya terus berjalan. Dapat dimulai di tengah pemuatan, setelah beberapa tulisan.',
    en: 'As with a pulled network cable: the PLC receives and sends nothing, while its program goes on. It can begin in the middle of a load, after so many writes.',
  },
  parameters: z.strictObject({
    afterWrites: z.int().min(0).max(1_000).default(0),
    seconds: lastingSeconds,
  }),
  parameterTexts: {
    afterWrites: {
      id: 'Berapa tulisan yang masih dilayani sebelumnya; 0: langsung',
      en: 'How many writes are still served before; 0: at once',
    },
    seconds: LASTING_TEXT,
  },
  start: ({ afterWrites, seconds }, plc, run) => {
    let endWaiting = NONE;
    let endTimer = NONE;
    let hearAgain = NONE;
    const begin = (): void => {
      run.happened();
      hearAgain = plc.server.goSilent();
      if (seconds !== null) endTimer = run.clock.after(seconds * 1_000, () => run.finish());
    };
    let left = afterWrites;
    if (left === 0) begin();
    else {
      // Told when the write has been carried out, and its reply still goes out: the next request finds silence.
      endWaiting = plc.server.onRequest((request) => {
        if (!concerns('writes', request)) return;
        left -= 1;
        if (left > 0) return;
        endWaiting();
        begin();
      });
    }
    return () => {
      endWaiting();
      endTimer();
      hearAgain();
    };
  },
});

export const restartWithMemory = restart('kept', {
  name: 'restart-with-memory',
  title: { id: 'PLC mati dan hidup lagi', en: 'PLC power cycle' },
  description: {
    id: 'Listrik PLC padam lalu kembali; memori DM tetap utuh karena baterai. Batch yang sedang jalan berlanjut dari tempatnya.',
    en: 'The PLC loses power and gets it back; the DM memory is kept by its battery. The running batch goes on where it was.',
  },
});

export const restartWithoutMemory = restart('lost', {
  name: 'restart-without-memory',
  title: { id: 'PLC hidup lagi dengan memori kosong', en: 'PLC power cycle, memory lost' },
  description: {
    id: 'Listrik PLC padam lalu kembali, dan semua kata DM menjadi 0 (baterai habis): pesanan dan hasil yang belum dibaca hilang dari PLC.',
    en: 'The PLC loses power and gets it back, and every DM word is 0 (dead battery): orders, and results not read yet, are gone from the PLC.',
  },
});

function restart(
  memory: 'kept' | 'lost',
  words: Pick<SwitchableBehaviour<TrainingPlc>, 'name' | 'title' | 'description'>,
): SwitchableBehaviour<TrainingPlc> {
  return plcBehaviour({
    ...words,
    parameters: z.strictObject({ seconds: z.number().gt(0).max(MAX_SECONDS).default(5) }),
    parameterTexts: {
      seconds: { id: 'Berapa detik tanpa listrik', en: 'How many seconds without power' },
    },
    start: ({ seconds }, plc, run) => {
      run.happened();
      const powerOn = plc.powerOff();
      const endTimer = run.clock.after(seconds * 1_000, () => run.finish());
      return () => {
        endTimer();
        powerOn(memory);
      };
    },
  });
}
