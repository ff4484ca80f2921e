import { UNKNOWN } from '../lib/format.ts';
import { useNow } from '../lib/now.ts';
import { useFormat } from '../lib/use-format.ts';

/** How long ago something was, counting on: `0,4 dtk`. The only part of a card that changes each second. */
export function Age({ at }: { readonly at: string | null | undefined }) {
  const now = useNow();
  const format = useFormat();
  return <>{at === null || at === undefined ? UNKNOWN : format.duration(now - Date.parse(at))}</>;
}
