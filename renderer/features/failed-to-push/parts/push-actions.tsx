import { useNavigate } from 'react-router';
import type { FailedPushView } from '../../../../shared/contract/views.ts';
import { CancelBatchButton } from '../../../commands/cancel-batch.tsx';
import { CommandButton } from '../../../commands/command-button.tsx';
import { Button } from '../../../components/button.tsx';
import { useText } from '../../../lib/text.ts';
import { canBeRetried } from '../push-view.ts';
import { texts } from '../texts.ts';

interface PushProps {
  readonly push: FailedPushView;
}

/** Why a result that is not waiting or refused is not sent again; null when it can be. */
function useNotRetryable({ state }: Pick<FailedPushView, 'state'>): string | null {
  const text = useText(texts);
  if (canBeRetried({ state })) return null;
  return state === 'held' ? text.heldFirst : text.inOdoo;
}

export function RetryButton({ push }: PushProps) {
  const text = useText(texts);
  const unavailable = useNotRetryable(push);
  return (
    <CommandButton
      command="retryPush"
      input={{ mo_ids: [push.mo_id] }}
      label={text.retry}
      subject={push.mo_id}
      when="at-once"
      unavailable={unavailable}
    />
  );
}

/** Everything that can be done with one result. */
export function PushActions({ push }: PushProps) {
  const text = useText(texts);
  const navigate = useNavigate();
  const notRetryable = useNotRetryable(push);
  const { mo_id, state, error_code } = push;
  const about = { input: { mo_id }, subject: mo_id, when: 'ask' } as const;
  const leftOpen = state === 'parked' && error_code === 'ODOO_LEFT_OPEN';
  return (
    <div className="push-actions">
      <CommandButton command="holdPush" label={text.hold} unavailable={notRetryable} {...about} />
      <CommandButton
        command="releasePush"
        label={text.release}
        unavailable={state === 'held' ? null : text.notHeld}
        {...about}
      />
      <CommandButton
        command="acceptLeftOpen"
        label={text.accept}
        unavailable={leftOpen ? null : text.notLeftOpen}
        {...about}
      />
      <CancelBatchButton moId={mo_id} unavailable={state === 'confirmed' ? text.inOdoo : null} />
      <Button look="plain" onClick={() => void navigate(`/batch/${encodeURIComponent(mo_id)}`)}>
        {text.openBatch}
      </Button>
    </div>
  );
}
