/** Ranges that are words, in Bahasa Indonesia. */
const PHRASES: Readonly<Record<string, string>> = {
  'IPv4 address or host name': 'alamat IPv4 atau nama host',
  'ten-slot, single-slot-2025, or the path of a memory map':
    'ten-slot, single-slot-2025, atau jalur berkas peta memori',
  'http(s) address': 'alamat http(s)',
  'postgres:// address': 'alamat postgres://',
  'IP address of this computer, or localhost': 'alamat IP komputer ini, atau localhost',
  "Odoo's code of an equipment": 'kode alat di Odoo',
  'IANA name': 'nama IANA',
  'true or false': 'true atau false',
  name: 'nama',
  login: 'nama masuk',
  text: 'teks',
  path: 'jalur',
  udp: 'udp',
};

/** A setting's allowed range in Bahasa Indonesia; choices are words of the settings file and stay as they are. */
export function indonesianRange(range: string): string {
  return (
    PHRASES[range] ??
    range
      .replace(/(\d) to (\d)/, '$1 sampai $2')
      .replace(', whole', ', bulat')
      .replace(', or ', ', atau ')
      .replace(' characters', ' tanda')
  );
}

/** The choices that a range names (`a | b | c`); none for another range. */
export function choicesIn(range: string): readonly string[] {
  if (range === 'true or false') return ['true', 'false'];
  return range.includes(' | ') ? range.split(' | ') : [];
}
