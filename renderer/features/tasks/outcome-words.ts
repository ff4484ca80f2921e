import type { Language } from '../../../shared/text/text.ts';

/**
 * What the station says of a run is English, for the log. These are the usual sayings in Indonesian; one that is
 * not here is shown as it was said. `$1` is the first number or name of the saying.
 */
const SAYINGS: readonly (readonly [RegExp, string])[] = [
  [/^no result waits for Odoo$/, 'tidak ada hasil yang menunggu Odoo'],
  [/^another station commands this PLC$/, 'stasiun lain yang mengendalikan PLC ini'],
  [/^the PLC does not answer$/, 'PLC tidak menjawab'],
  [/^no batch is in the PLC$/, 'tidak ada batch di PLC'],
  [
    /^(\d+) batches are still in the queue, (\d+) not yet in Odoo$/,
    '$1 batch masih dalam antrean, $2 belum di Odoo',
  ],
  [/^Odoo has no confirmed order to load$/, 'tidak ada MO terkonfirmasi di Odoo'],
  [
    /^Odoo has no order that can be loaded; (\d+) are held back$/,
    'tidak ada MO yang dapat dimuat; $1 ditahan',
  ],
  [/^the PLC is still reading the load$/, 'PLC masih membaca muatan'],
  [/^the PLC has not read the load of (.+) yet$/, 'PLC belum membaca muatan $1'],
  [/^an interrupted load was written again$/, 'muatan yang terputus ditulis lagi'],
  [/^(\d+) orders loaded$/, '$1 MO dimuat'],
  [/^the station has stopped its tasks$/, 'stasiun menghentikan tugasnya'],
  [/^(\d+) manual runs are waiting already$/, '$1 permintaan manual sudah menunggu'],
];

/** Parts of a saying that lists several counts. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/^(\d+) running$/, '$1 berjalan'],
  [/^(\d+) ended$/, '$1 selesai'],
  [/^(\d+) unproven$/, '$1 tanpa bukti'],
  [/^(\d+) faulty$/, '$1 tak terbaca'],
  [/^(\d+) foreign$/, '$1 asing'],
  [/^(\d+) confirmed by Odoo$/, '$1 dikonfirmasi Odoo'],
  [/^(\d+) archived$/, '$1 diarsipkan'],
  [/^(\d+) waiting$/, '$1 menunggu'],
  [/^(\d+) need a person$/, '$1 perlu orang'],
  [/^(\d+) reported to Odoo$/, '$1 dilaporkan ke Odoo'],
  [/^(\d+) batches in the PLC$/, '$1 batch di PLC'],
  [/^(\d+) alarms$/, '$1 alarm'],
  [/^(\d+) log lines$/, '$1 baris log'],
  [/^(\d+) alarm changes$/, '$1 perubahan alarm'],
  [/^(\d+) old loads$/, '$1 muatan lama'],
  [/^(\d+) facts of old batches$/, '$1 catatan batch lama'],
  [/^(\d+) old events removed$/, '$1 kejadian lama dihapus'],
  [/^no new (?:equipment )?failure$/, 'tidak ada kegagalan alat baru'],
  [/^a new (?:equipment )?failure$/, 'kegagalan alat baru'],
  [/^no new (?:manual )?weighing$/, 'tidak ada timbangan manual baru'],
  [/^a new (?:manual )?weighing$/, 'timbangan manual baru'],
];

/** What a run came to, in the operator's language as far as the saying is known. */
export function outcomeWords(language: Language, said: string): string {
  if (language === 'en') return said;
  const whole = translated(SAYINGS, said);
  if (whole !== null) return whole;
  const parts = said.split(', ').map((part) => translated(PARTS, part));
  return parts.includes(null) ? said : parts.join(', ');
}

function translated(table: readonly (readonly [RegExp, string])[], said: string): string | null {
  const found = table.find(([saying]) => saying.test(said));
  return found === undefined ? null : said.replace(...found);
}
