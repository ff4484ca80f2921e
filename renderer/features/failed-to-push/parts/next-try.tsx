import type { FailedPushView } from '../../../../shared/contract/views.ts';
import { UNKNOWN } from '../../../lib/format.ts';
import { useNow } from '../../../lib/now.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { texts } from '../texts.ts';

/** When it is sent again by itself; a dash where a person has to say so. */
export function NextTry({ push }: { readonly push: FailedPushView }) {
  return push.state === 'waiting' ? <Countdown at={push.next_attempt_at} /> : UNKNOWN;
}

function Countdown({ at }: { readonly at: string | null }) {
  const text = useText(texts);
  const format = useFormat();
  const now = useNow();
  if (at === null || Date.parse(at) <= now) return <>{text.now}</>;
  return (
    <>
      {text.inMinutes} {format.duration(Date.parse(at) - now)}
      <small className="push-under dim">{format.time(at)}</small>
    </>
  );
}
