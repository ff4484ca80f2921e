import type { OverviewView } from '../../../../shared/contract/overview.ts';
import { Age } from '../../../components/age.tsx';
import { Panel } from '../../../components/page.tsx';
import { useErrorText, useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { texts } from '../texts.ts';

/** Whether the next MOs can come, what they wait for, and how far the last load is. */
export function IntakePanel({ overview }: { readonly overview: OverviewView }) {
  const text = useText(texts);
  const format = useFormat();
  const errorText = useErrorText();
  const { intake, gate } = overview;
  const blocked = intake.reason_code === null ? null : errorText(intake.reason_code);
  return (
    <Panel title={text.intake}>
      <div className="ov-intake" data-intake={intake.state}>
        <p className={intake.state === 'blocked' ? 'ov-warning' : ''}>
          {text.intakeStates[intake.state]}
          {blocked !== null && ` ${blocked.what} ${blocked.next}`}
        </p>
        <p>{text.inQueue(format.count(intake.in_queue), format.count(intake.not_in_odoo))}</p>
        {gate !== null && (
          <p className="dim">
            {text.gate[gate.state]}
            {gate.since !== null && gate.state !== 'none' && (
              <>
                {' · '}
                <Age at={gate.since} />
              </>
            )}
          </p>
        )}
        {intake.next_check_at !== null && (
          <p className="dim">
            {text.nextCheck} {format.time(intake.next_check_at)}
          </p>
        )}
      </div>
    </Panel>
  );
}
