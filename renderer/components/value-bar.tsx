interface ValueBarProps {
  readonly value: number | null;
  readonly target: number;
  /** What still counts as on target. */
  readonly low?: number | null;
  readonly high?: number | null;
  readonly label: string;
}

/** The scale goes a fifth beyond the target, so that an overshoot is seen. */
const BEYOND = 1.2;

/** A value in its context: target as a tick, tolerance as a band. */
export function ValueBar({ value, target, low = null, high = null, label }: ValueBarProps) {
  const top = Math.max(target, high ?? 0) * BEYOND || 1;
  const at = (kg: number): string => `${Math.min(100, Math.max(0, (kg / top) * 100))}%`;
  return (
    <div role="img" aria-label={label} className="value-bar">
      {low !== null && high !== null && (
        <div
          className="tolerance"
          style={{ left: at(low), width: `${Math.min(100, ((high - low) / top) * 100)}%` }}
        />
      )}
      {value !== null && <div className="fill" style={{ width: at(value) }} />}
      {target > 0 && <div className="target" style={{ left: at(target) }} />}
    </div>
  );
}
