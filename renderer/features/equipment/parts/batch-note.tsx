import { Link } from 'react-router';
import { Age } from '../../../components/age.tsx';
import { useText } from '../../../lib/text.ts';
import type { DosedBatch } from '../reading.ts';
import { texts } from '../texts.ts';
import { useWeightQuality } from '../use-equipment.ts';

/** Which batch the weights are of, and how old they are. */
export function BatchNote({ batch }: { readonly batch: DosedBatch | null }) {
  const text = useText(texts);
  if (batch === null) return <>{text.noBatch}</>;
  return (
    <>
      {text.batchOf} <Link to={`/batch/${encodeURIComponent(batch.moId)}`}>{batch.moId}</Link> ·{' '}
      <ReadNote batch={batch} />
    </>
  );
}

function ReadNote({ batch }: { readonly batch: DosedBatch }) {
  const text = useText(texts);
  const quality = useWeightQuality(batch);
  if (batch.ended) return <>{text.final}</>;
  if (quality === 'unknown') return <>{text.neverRead}</>;
  const age = (
    <>
      {text.readAgo} <Age at={batch.readAt} /> {text.ago}
    </>
  );
  return quality === 'stale' ? (
    <strong className="eq-old">
      {text.stale}: {age}
    </strong>
  ) : (
    age
  );
}
