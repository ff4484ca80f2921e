import type { BilingualText } from './control/behaviour.ts';
import type { BehaviourState } from './control/contract.ts';
import type { TrainingControl } from './control/training-control.ts';

/** A behaviour that a lesson switches on; parameters that are left out have their defaults. */
export interface LessonStep {
  readonly peer: keyof TrainingControl;
  readonly behaviour: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A ready-made situation for a trainee. */
export interface Lesson {
  /** Kebab-case, unique. */
  readonly name: string;
  readonly title: BilingualText;
  /** What the trainee will see on the screens. */
  readonly see: BilingualText;
  /** What the trainee is to do. */
  readonly todo: BilingualText;
  readonly steps: readonly LessonStep[];
}

export const LESSONS: readonly Lesson[] = [
  {
    name: 'plc-gone-in-mid-load',
    title: { id: 'PLC hilang di tengah pemuatan', en: 'PLC gone in mid-load' },
    see: {
      id: 'Saat muatan berikutnya ditulis, PLC berhenti menjawab selama 30 detik. Alarm sambungan PLC muncul; muatan tetap terlihat sebagai belum selesai dan gerbang belum dilepas.',
      en: 'While the next load is being written the PLC stops answering for 30 seconds. The PLC link alarm comes up; the load is shown as unfinished and its gate is not armed.',
    },
    todo: {
      id: 'Tunggu sampai sambungan kembali. Jangan memuat ulang dengan tangan: stasiun membandingkan isi PLC dengan rencana, lalu menyelesaikan atau mengulang muatan. Periksa bahwa setiap MO hanya dimuat sekali.',
      en: 'Wait for the link to come back. Do not load again by hand: the station compares what the PLC holds with what was intended, and finishes or repeats the load. Check that each MO was loaded once.',
    },
    steps: [{ peer: 'plc', behaviour: 'silence', parameters: { afterWrites: 4, seconds: 30 } }],
  },
  {
    name: 'odoo-away-for-a-shift',
    title: { id: 'Odoo mati selama satu sif', en: 'Odoo away for a shift' },
    see: {
      id: 'Odoo tidak dapat dihubungi. Batch tetap berjalan; hasilnya menumpuk di daftar yang belum terkirim, dengan umurnya. MO baru tidak datang.',
      en: 'Odoo cannot be reached. Batches go on; their results pile up in the list of those not sent, with their age. No new MOs come.',
    },
    todo: {
      id: 'Lanjutkan pekerjaan. Jangan mencatat ulang hasil di Odoo dengan tangan. Setelah instruktur menyalakan Odoo lagi, periksa bahwa antrean terkirim berurutan, tanpa ada yang hilang atau ganda.',
      en: 'Go on working. Do not enter results in Odoo by hand. Once the instructor has brought Odoo back, check that the queue drains in order, with nothing lost and nothing doubled.',
    },
    steps: [{ peer: 'odoo', behaviour: 'down', parameters: { seconds: null } }],
  },
  {
    name: 'word-slip-in-slot-3',
    title: { id: 'Kata bergeser di slot 3', en: 'Word slip in slot 3' },
    see: {
      id: 'Slot 3 ditolak seluruhnya: alarmnya menyebut alamat, nilai yang diharapkan dan yang ditemukan. Slot lain berjalan terus. Tidak ada nilai slot 3 yang dipakai.',
      en: 'Slot 3 is rejected as a whole: its alarm names the address, what was expected and what was found. The other slots go on. No value of slot 3 is used.',
    },
    todo: {
      id: 'Catat alamat dari alarm dan hubungi teknisi PLC. Jangan menebak berat dan jangan memaksa status batch itu. Setelah PLC diperbaiki, batch terbaca lagi dengan sendirinya.',
      en: "Note the alarm's address and call the PLC technician. Do not guess weights and do not force that batch's status. Once the PLC is repaired the batch is read again by itself.",
    },
    steps: [{ peer: 'plc', behaviour: 'word-slip', parameters: { slot: 3, component: 'silo_c' } }],
  },
  {
    name: 'failed-batch',
    title: { id: 'Batch gagal', en: 'Failed batch' },
    see: {
      id: 'Batch yang sedang jalan berhenti pada kira-kira 40 persen dan ditandai gagal. Setelah dua kali terbaca, operator diberi tahu; menurut pengaturan, MO dibatalkan di Odoo atau menunggu keputusan.',
      en: 'The running batch stops at about 40 percent and is marked as failed. After two readings the operators are told; depending on the setting its MO is cancelled in Odoo or waits for a decision.',
    },
    todo: {
      id: 'Lihat bahan yang sudah tertakar, bicarakan dengan pengawas apa yang terjadi pada bahan itu, dan periksa batch di riwayat dengan status gagal. Batch berikutnya jalan sendiri.',
      en: 'Look at what was dosed already, settle with the supervisor what happens to that material, and find the batch in the history as failed. The next batch runs by itself.',
    },
    steps: [{ peer: 'plc', behaviour: 'failed-batch', parameters: { slot: null, atPercent: 40, times: 1 } }],
  },
  {
    name: 'equipment-failure',
    title: { id: 'Alat rusak', en: 'Equipment failure' },
    see: {
      id: 'SILO C melaporkan START_FAILURE dengan waktu pabrik. Kejadian itu muncul di daftar kerusakan alat dan dilaporkan ke Odoo.',
      en: 'SILO C reports START_FAILURE with the plant time. The event comes up in the list of equipment failures and is reported to Odoo.',
    },
    todo: {
      id: 'Temukan kejadian itu, periksa alat dan waktunya, dan tandai selesai dengan catatan setelah diperbaiki.',
      en: 'Find the event, check its equipment and time, and mark it as resolved with a note once it is repaired.',
    },
    steps: [
      { peer: 'plc', behaviour: 'equipment-failure', parameters: { code: 'silo103', info: 'START_FAILURE' } },
    ],
  },
  {
    name: 'gate-stuck',
    title: { id: 'Gerbang macet', en: 'Gate stuck' },
    see: {
      id: 'PLC tidak membaca muatan berikutnya: gerbang tetap 0, dan alarm dengan umurnya muncul setelah batas waktu. Batch yang sudah ada di PLC berjalan terus.',
      en: 'The PLC does not read the next load: the gate stays 0, and after its time limit an alarm with its age comes up. Batches that the PLC already has go on.',
    },
    todo: {
      id: 'Periksa apakah PLC dalam mode RUN dan panggil teknisi. Pelepasan paksa hanya oleh pengawas, dengan alasan, setelah membaca apa yang akan tertimpa.',
      en: 'Check that the PLC is in RUN mode and call the technician. Only a supervisor may override, with a reason, and after reading what would be overwritten.',
    },
    steps: [{ peer: 'plc', behaviour: 'stuck-gate', parameters: {} }],
  },
  {
    name: 'result-refused-by-odoo',
    title: { id: 'Hasil ditolak Odoo', en: 'Result refused by Odoo' },
    see: {
      id: 'Seseorang membatalkan satu MO di Odoo saat batch-nya masih di PLC: hasil batch itu ditolak dan muncul di daftar gagal kirim dengan alasannya. Hasil batch lain tetap terkirim.',
      en: 'Somebody cancelled one MO in Odoo while its batch was in the PLC: the result of that batch is refused and comes up in the failed-to-push list with its reason. The results of other batches are sent.',
    },
    todo: {
      id: 'Baca alasannya, tanyakan kepada bagian Odoo, lalu batalkan batch dengan alasan (diarsipkan sebagai dibatalkan). Mengirim ulang tidak menolong selama MO itu dibatalkan.',
      en: 'Read the reason, ask the people at Odoo, then cancel the batch with a reason (it is archived as cancelled). Sending again does not help while that MO is cancelled.',
    },
    steps: [{ peer: 'odoo', behaviour: 'cancelled-meanwhile', parameters: { times: 1 } }],
  },
];

/**
 * Begins a lesson on a plant that is back to normal first. Answers with the behaviours that are on.
 * Rejects as ControlClient.request does; then what was switched on so far stays on: end the lesson.
 */
export async function startLesson(control: TrainingControl, lesson: Lesson): Promise<BehaviourState[]> {
  await endLesson(control);
  const on: BehaviourState[] = [];
  for (const { peer, behaviour, parameters } of lesson.steps) {
    const input = { name: behaviour, parameters: { ...parameters } };
    on.push(
      peer === 'plc'
        ? await control.plc.request('switch-on', input)
        : await control.odoo.request('switch-on', input),
    );
  }
  return on;
}

/** Everything back to normal, in both peers. Rejects as ControlClient.request does. */
export async function endLesson(control: TrainingControl): Promise<void> {
  await Promise.all([control.plc.request('all-off', {}), control.odoo.request('all-off', {})]);
}
