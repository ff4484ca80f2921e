import type { ReactNode } from 'react';
import { Age } from '../../../components/age.tsx';
import { Problem } from '../../../components/answer.tsx';
import { useNow } from '../../../lib/now.ts';
import { type Quality, qualityOf } from '../../../lib/quality.ts';
import type { CallError } from '../../../lib/station-client.ts';
import { useText } from '../../../lib/text.ts';
import { useConnection } from '../../../stores/connection-store.ts';
import { texts } from '../texts.ts';

/** While somebody looks: how often the PLC is read, in milliseconds. */
export const LOOK_MS = 1_000;

interface ReadingProps {
  readonly readAt: string;
  /** Why the PLC could not be read again; null when it could. */
  readonly error: CallError | null;
}

function useQuality({ readAt, error }: ReadingProps): Quality {
  const now = useNow();
  const connected = useConnection(({ state }) => state === 'up');
  return qualityOf(readAt, now, LOOK_MS, connected && error === null);
}

/** Values from the PLC: hatched while they are older than they should be, with the reason above them. */
export function Reading({ readAt, error, children }: ReadingProps & { readonly children: ReactNode }) {
  const quality = useQuality({ readAt, error });
  return (
    <>
      {error !== null && <Problem error={error} />}
      <div className={quality === 'stale' ? 'stale' : undefined} data-quality={quality}>
        {children}
      </div>
    </>
  );
}

/** How old the values are, in words. */
export function ReadNote(props: ReadingProps) {
  const text = useText(texts);
  const isOld = useQuality(props) !== 'good';
  const age = (
    <>
      {text.readAgo} <Age at={props.readAt} /> {text.ago}
    </>
  );
  return isOld ? (
    <strong className="plc-old">
      {text.old}: {age}
    </strong>
  ) : (
    <span className="panel-note">{age}</span>
  );
}
