import type { ReactNode } from 'react';
import type { BatchView } from '../../../../shared/contract/views.ts';
import { Age } from '../../../components/age.tsx';
import { useNow } from '../../../lib/now.ts';
import { type Quality, qualityOf } from '../../../lib/quality.ts';
import { useText } from '../../../lib/text.ts';
import { usePollMs } from '../../../lib/use-poll-ms.ts';
import { useConnection } from '../../../stores/connection-store.ts';
import { hasEnded } from '../component-rows.ts';
import { texts } from '../texts.ts';

interface Reading {
  /** When the PLC was last read for it. */
  readonly readAt: string | null;
  /** Nothing more is read: the values are those of its end. */
  readonly ended: boolean;
  /** Its slot was refused as a whole: these are the values from before. */
  readonly refused: boolean;
}

export function readingOf(batch: BatchView): Reading {
  // A batch without proof is still read: what the PLC shows may change.
  return {
    readAt: batch.last_read_from_plc,
    ended: hasEnded(batch) && batch.phase !== 'unproven',
    refused: batch.faults.length > 0,
  };
}

function useQuality({ readAt, ended, refused }: Reading): Quality {
  const now = useNow();
  const pollMs = usePollMs();
  const connected = useConnection(({ state }) => state === 'up');
  return ended ? 'good' : qualityOf(readAt, now, pollMs, connected && !refused);
}

/** Values from the PLC: hatched while they are older than they should be. Its children are not drawn anew for it. */
export function Measured({ reading, children }: { readonly reading: Reading; readonly children: ReactNode }) {
  const quality = useQuality(reading);
  return (
    <div className={quality === 'stale' ? 'stale' : undefined} data-quality={quality}>
      {children}
    </div>
  );
}

/** How old the values are, in words. */
export function ReadNote({ reading }: { readonly reading: Reading }) {
  const text = useText(texts);
  const quality = useQuality(reading);
  if (reading.ended) return <>{text.final}</>;
  if (reading.refused) return <strong className="batch-old">{text.refusedSlot}</strong>;
  if (quality === 'unknown') return <>{text.neverRead}</>;
  const age = (
    <>
      {text.readAgo} <Age at={reading.readAt} /> {text.ago}
    </>
  );
  return quality === 'stale' ? (
    <strong className="batch-old">
      {text.stale}: {age}
    </strong>
  ) : (
    age
  );
}
