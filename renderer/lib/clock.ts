/** The screen's wall clock, in milliseconds since 1970: the only place where it is read. */
export function clockNow(): number {
  return Date.now();
}
