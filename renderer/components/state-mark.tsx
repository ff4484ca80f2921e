import type { StateShape } from '../lib/state-shape.ts';

/** What something does, by shape alone: never by colour. The words stand beside it. */
export function StateMark({ shape }: { readonly shape: StateShape }) {
  return <span aria-hidden="true" className={`state-mark ${shape}-mark`} />;
}
