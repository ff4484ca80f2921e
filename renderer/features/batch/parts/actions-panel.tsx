import { type ReactNode, useState } from 'react';
import type { BatchView, FailedPushView } from '../../../../shared/contract/views.ts';
import { useUnavailable } from '../../../commands/availability.ts';
import { CancelBatchButton } from '../../../commands/cancel-batch.tsx';
import { CommandButton } from '../../../commands/command-button.tsx';
import { Button } from '../../../components/button.tsx';
import { Panel } from '../../../components/page.tsx';
import { useText } from '../../../lib/text.ts';
import { actionTexts } from '../action-texts.ts';
import { BATCH_ACTIONS, type BatchAction, RESULT_ACTIONS, unfitFor } from '../legality.ts';
import { ForceDialog } from './force-dialog.tsx';
import { ResetDialog } from './reset-dialog.tsx';

/**
 * Everything that can be done with one batch, always in the same place. What does not fit its phase stays there
 * and says why.
 */
export function ActionsPanel({
  batch,
  push,
}: {
  readonly batch: BatchView;
  readonly push: FailedPushView | undefined;
}) {
  const text = useText(actionTexts);
  const standing = { phase: batch.phase, errorCode: push?.error_code ?? null };
  const line = (action: BatchAction): ReactNode => {
    const unfit = unfitFor(action, standing);
    return (
      <ActionLine
        key={action}
        action={action}
        moId={batch.mo_id}
        unavailable={unfit === null ? null : text.unfit[unfit]}
      />
    );
  };
  const hasResult = unfitFor('retryPush', standing) !== 'no-result';
  return (
    <Panel title={text.actions} className="batch-actions">
      <h3>{text.onBatch}</h3>
      <ul>{BATCH_ACTIONS.map(line)}</ul>
      <h3>{text.onResult}</h3>
      {hasResult ? <ul>{RESULT_ACTIONS.map(line)}</ul> : <p className="dim batch-small">{text.noResult}</p>}
    </Panel>
  );
}

interface ActionProps {
  readonly action: BatchAction;
  readonly moId: string;
  readonly unavailable: string | null;
}

function ActionLine(props: ActionProps) {
  const text = useText(actionTexts);
  const cannot = useUnavailable(props.action) ?? props.unavailable;
  return (
    <li data-action={props.action}>
      <ActionButton {...props} />
      <span className="dim">{cannot ?? text.about[props.action]}</span>
    </li>
  );
}

function ActionButton({ action, moId, unavailable }: ActionProps) {
  const text = useText(actionTexts);
  switch (action) {
    case 'cancelBatch':
      return <CancelBatchButton moId={moId} unavailable={unavailable} />;
    case 'resetBatch':
    case 'forceStatus':
      return <ChoiceButton action={action} moId={moId} unavailable={unavailable} />;
    case 'retryPush':
      return (
        <CommandButton
          command={action}
          input={{ mo_ids: [moId] }}
          label={text.commands[action]}
          subject={moId}
          when="at-once"
          unavailable={unavailable}
        />
      );
    default:
      return (
        <CommandButton
          command={action}
          input={{ mo_id: moId }}
          label={text.commands[action]}
          subject={moId}
          when="ask"
          unavailable={unavailable}
        />
      );
  }
}

/** A command with choices of its own: they are made in its dialog, beside what they would change. */
function ChoiceButton({
  action,
  moId,
  unavailable,
}: ActionProps & { readonly action: 'resetBatch' | 'forceStatus' }) {
  const text = useText(actionTexts);
  const cannot = useUnavailable(action) ?? unavailable;
  const [asking, setAsking] = useState(false);
  const Asked = action === 'resetBatch' ? ResetDialog : ForceDialog;
  return (
    <>
      <Button unavailable={cannot} onClick={() => setAsking(true)}>
        {text.commands[action]}
      </Button>
      {asking && <Asked moId={moId} onClose={() => setAsking(false)} />}
    </>
  );
}
