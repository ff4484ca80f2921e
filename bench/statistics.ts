/** Nearest-rank percentile of measured values, 0 < share <= 1. Throws RangeError for no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('a percentile of nothing');
  return value;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Milliseconds of each of `times` runs, one after the other. `prepare` is not counted. */
export async function timesOf(
  times: number,
  run: () => Promise<unknown>,
  prepare: () => void = () => undefined,
): Promise<readonly number[]> {
  const measured: number[] = [];
  for (let count = 0; count < times; count += 1) {
    prepare();
    const startedMs = performance.now();
    await run();
    measured.push(performance.now() - startedMs);
  }
  return measured;
}

export function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}

export function ratio(value: number, to: number): string {
  const times = value / to;
  return `${times.toFixed(times < 10 ? 2 : 0)} x`;
}
