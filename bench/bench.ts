/** One line of a benchmark's table, already in words and numbers. */
export type Row = readonly string[];

/** What one part of a benchmark found. */
export interface Finding {
  readonly title: string;
  readonly head: Row;
  readonly rows: readonly Row[];
  /** One line: what the numbers mean for the mill. */
  readonly meaning: string;
}

/** A benchmark. It prints ratios and counts; it never fails for being slow. */
export interface Bench {
  readonly name: string;
  readonly run: () => Promise<readonly Finding[]>;
}
