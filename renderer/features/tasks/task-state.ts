import type { TaskView } from '../../../shared/contract/views.ts';
import type { StateShape } from '../../lib/state-shape.ts';

export type TaskState = 'off' | 'running' | 'failed' | 'waiting';

/** What a task does at this moment. One whose last run failed says so until a run does better. */
export function stateOf({
  enabled,
  running,
  last_run,
}: Pick<TaskView, 'enabled' | 'running' | 'last_run'>): TaskState {
  if (running) return 'running';
  if (last_run?.outcome === 'failed') return 'failed';
  return enabled ? 'waiting' : 'off';
}

export const SHAPES: Readonly<Record<TaskState, StateShape>> = {
  off: 'off',
  running: 'running',
  failed: 'failed',
  waiting: 'waiting',
};

const SECONDS = { min: 0.2, max: 604_800 } as const;

/** What was typed as an interval, with a point or a comma; null when the station would not take it. */
export function secondsOf(typed: string): number | null {
  const text = typed.trim().replace(',', '.');
  if (!/^\d+(\.\d+)?$/.test(text)) return null;
  const seconds = Number(text);
  return seconds >= SECONDS.min && seconds <= SECONDS.max ? seconds : null;
}
