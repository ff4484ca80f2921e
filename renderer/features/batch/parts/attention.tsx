import { useNavigate } from 'react-router';
import type { BatchView, FailedPushView } from '../../../../shared/contract/views.ts';
import { Button } from '../../../components/button.tsx';
import { Panel } from '../../../components/page.tsx';
import { PriorityMark } from '../../../components/priority-mark.tsx';
import { useCauseText } from '../../../lib/cause-text.ts';
import { useAnswer } from '../../../lib/queries.ts';
import { useErrorText, useText } from '../../../lib/text.ts';
import { type Finding, findingsOf } from '../findings.ts';
import { texts } from '../texts.ts';

/** What somebody should know or decide about a batch: what happened, what to do. Not there while all is well. */
export function Attention({
  batch,
  push,
}: {
  readonly batch: BatchView;
  readonly push: FailedPushView | undefined;
}) {
  const text = useText(texts);
  const navigate = useNavigate();
  const { data } = useAnswer('alarms', {});
  const causeOf = useCauseText();
  const findings = findingsOf(
    batch,
    push,
    (data?.alarms ?? []).map((alarm) => ({ ...alarm, message: causeOf(alarm) })),
  );
  const heldByHand = batch.phase === 'question' && batch.question === null;
  if (findings.length === 0 && !heldByHand) return null;
  return (
    <Panel
      title={text.attention}
      className="batch-attention"
      aside={
        <span className="batch-attention-ways">
          {push !== undefined && (
            <Button onClick={() => void navigate(`/failed-to-push?open=${encodeURIComponent(batch.mo_id)}`)}>
              {text.toFailed}
            </Button>
          )}
          <Button onClick={() => void navigate('/alarms')}>{text.toAlarms}</Button>
        </span>
      }
    >
      <ul>
        {findings.map((finding) => (
          <FindingItem key={finding.code} finding={finding} batch={batch} />
        ))}
        {heldByHand && <HeldItem reason={push?.last_error ?? null} />}
      </ul>
    </Panel>
  );
}

function FindingItem({ finding, batch }: { readonly finding: Finding; readonly batch: BatchView }) {
  const text = useText(texts);
  const { what, next } = useErrorText()(finding.code);
  const asked =
    finding.code === 'RESULT_QUESTION' && batch.question !== null ? text.questions[batch.question] : null;
  return (
    <li data-finding={finding.code}>
      <PriorityMark priority={finding.priority} label={text.priority(finding.priority)} />
      <div>
        <strong>{asked ?? what}</strong> <span>{next}</span>
        {finding.details.length > 0 && <Details details={finding.details} />}
      </div>
    </li>
  );
}

function HeldItem({ reason }: { readonly reason: string | null }) {
  const text = useText(texts);
  return (
    <li data-finding="HELD">
      <PriorityMark priority={2} label={text.priority(2)} />
      <div>
        <strong>{text.heldByHand}</strong> <span>{text.heldByHandDo}</span>
        {reason !== null && <Details details={[reason]} />}
      </div>
    </li>
  );
}

function Details({ details }: { readonly details: readonly string[] }) {
  const text = useText(texts);
  return (
    <details>
      <summary>{text.details}</summary>
      <ul>
        {details.map((detail) => (
          <li key={detail}>
            <code>{detail}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}
