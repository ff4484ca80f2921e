import type { AlarmPriority } from '../contract/alarms.ts';
import type { Language } from './text.ts';

/** What the program says outside its screens: tray, menu, questions of the window itself. */
export interface ShellText {
  readonly language: Language;
  /** The tray icon's tooltip. */
  readonly noAlarms: string;
  readonly alarms: string;
  readonly stationAway: string;
  readonly priorities: Readonly<Record<AlarmPriority, string>>;
  readonly open: string;
  readonly anotherWindow: string;
  readonly fullScreen: string;
  readonly quit: string;
  readonly edit: string;
  readonly closeTitle: string;
  readonly closeMessage: string;
  readonly closeUnknown: string;
  readonly closeDetail: string;
  readonly stay: string;
  readonly closeAnyway: string;
  readonly cannotStart: string;
  readonly stationStopped: string;
  readonly brokenTitle: string;
  readonly brokenDetail: string;
}

/** A text missing in one language does not compile. `{count}` and `{priority}` are filled in. */
export const SHELL_TEXTS: Readonly<Record<Language, ShellText>> = {
  id: {
    language: 'id',
    noAlarms: 'Batchline: tidak ada alarm',
    alarms: 'Batchline: {count} alarm, tertinggi prioritas {priority}',
    stationAway: 'Batchline: stasiun tidak berjalan',
    priorities: { 1: '1 (segera)', 2: '2 (penting)', 3: '3 (catatan)' },
    open: 'Buka Batchline',
    anotherWindow: 'Jendela lain',
    fullScreen: 'Layar penuh',
    quit: 'Keluar',
    edit: 'Edit',
    closeTitle: 'Tutup Batchline?',
    closeMessage: '{count} batch masih berjalan atau antre di PLC.',
    closeUnknown: 'Tidak diketahui apakah masih ada batch yang berjalan.',
    closeDetail:
      'PLC tetap menjalankan MO yang sudah dimuat. Selama Batchline tertutup, hasilnya tidak dibaca dan tidak dikirim ke Odoo, dan MO baru tidak dimuat.',
    stay: 'Tetap buka',
    closeAnyway: 'Tutup',
    cannotStart: 'Batchline tidak dapat dijalankan',
    stationStopped:
      'Stasiun berulang kali berhenti dan tidak dijalankan lagi. PLC tetap berjalan, tetapi hasilnya tidak dibaca. Tutup dan buka kembali Batchline; jika terulang, hubungi teknisi dengan file log.',
    brokenTitle: 'Layar tidak dapat ditampilkan',
    brokenDetail:
      'Layar ini berulang kali berhenti. Stasiun tetap berjalan: PLC dibaca dan hasil dikirim ke Odoo. Tutup dan buka kembali Batchline; jika terulang, hubungi teknisi.',
  },
  en: {
    language: 'en',
    noAlarms: 'Batchline: no alarms',
    alarms: 'Batchline: {count} alarms, worst priority {priority}',
    stationAway: 'Batchline: the station is not running',
    priorities: { 1: '1 (at once)', 2: '2 (soon)', 3: '3 (note)' },
    open: 'Open Batchline',
    anotherWindow: 'Another window',
    fullScreen: 'Full screen',
    quit: 'Quit',
    edit: 'Edit',
    closeTitle: 'Close Batchline?',
    closeMessage: 'Batches still running or queued in the PLC: {count}.',
    closeUnknown: 'It is not known whether batches are still running.',
    closeDetail:
      'The PLC goes on with the orders that it has. While Batchline is closed their results are neither read nor sent to Odoo, and no new orders are loaded.',
    stay: 'Keep open',
    closeAnyway: 'Close',
    cannotStart: 'Batchline cannot start',
    stationStopped:
      'The station stopped again and again and is not started any more. The PLC goes on, but its results are not read. Close and open Batchline; if it happens again, call a technician and keep the log.',
    brokenTitle: 'The screen cannot be shown',
    brokenDetail:
      'This screen stopped again and again. The station goes on: the PLC is read and results are sent to Odoo. Close and open Batchline; if it happens again, call a technician.',
  },
};

/** Bahasa Indonesia unless the computer speaks English. */
export function shellText(locale: string): ShellText {
  return SHELL_TEXTS[locale.toLowerCase().startsWith('en') ? 'en' : 'id'];
}

/** A page that needs nothing but itself, for a window whose screens cannot be shown. */
export function brokenPageHtml({ brokenTitle, brokenDetail }: ShellText): string {
  return `<!doctype html><meta charset="utf-8"><title>Batchline</title><h1>${brokenTitle}</h1><p>${brokenDetail}</p>`;
}
