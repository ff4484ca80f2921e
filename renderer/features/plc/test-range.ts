const LAST_ADDRESS = 32_767;
/** As many words as one reading may have. */
const MAX_WORDS = 729;

/** Words to be read, or what is wrong with what was typed. */
export type TestRange =
  | { readonly ok: true; readonly address: number; readonly count: number }
  | { readonly ok: false; readonly wrong: 'address' | 'count' };

/** `D6001`, `d6001` and `6001` are the same address. */
export function testRange(typedAddress: string, typedCount: string): TestRange {
  const digits = /^\s*d?\s*(\d{1,5})\s*$/i.exec(typedAddress)?.[1];
  const address = digits === undefined ? Number.NaN : Number(digits);
  if (!(address <= LAST_ADDRESS)) return { ok: false, wrong: 'address' };
  const count = /^\s*\d{1,3}\s*$/.test(typedCount) ? Number(typedCount) : 0;
  if (count < 1 || count > MAX_WORDS || address + count > LAST_ADDRESS + 1)
    return { ok: false, wrong: 'count' };
  return { ok: true, address, count };
}
