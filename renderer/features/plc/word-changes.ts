/** The words of one place as they were read, and which of them differ from the reading before. */
export interface WatchedWords {
  /** What is watched: another place begins anew. */
  readonly place: string;
  readonly readAt: string;
  readonly words: readonly number[];
  /** Places of the changed words in `words`. */
  readonly changed: ReadonlySet<number>;
}

/** What is known after a further reading. The same reading again is no further one. */
export function watch(
  before: WatchedWords | null,
  now: { readonly place: string; readonly readAt: string; readonly words: readonly number[] },
): WatchedWords {
  if (before === null || before.place !== now.place) return { ...now, changed: new Set() };
  if (before.readAt === now.readAt) return before;
  const changed = now.words.flatMap((word, index) => (word === before.words[index] ? [] : [index]));
  return { ...now, changed: new Set(changed) };
}
