export type Priority = 1 | 2 | 3;

/** An alarm's priority: colour, shape and number say the same. `blinking`: nobody has acknowledged it yet. */
export function PriorityMark({
  priority,
  label,
  blinking = false,
}: {
  readonly priority: Priority;
  /** For those who do not see it: what the mark stands for. */
  readonly label: string;
  readonly blinking?: boolean;
}) {
  return (
    <span role="img" aria-label={label} className={`priority p${priority} ${blinking ? 'blinking' : ''}`}>
      {priority}
    </span>
  );
}
