import type { DoctorCheckView } from '../../../../shared/contract/diagnostics.ts';
import { findingText } from '../../../../shared/text/text.ts';
import { CommandButton } from '../../../commands/command-button.tsx';
import { Answer } from '../../../components/answer.tsx';
import { Button } from '../../../components/button.tsx';
import { Panel } from '../../../components/page.tsx';
import { PriorityMark } from '../../../components/priority-mark.tsx';
import { StateMark } from '../../../components/state-mark.tsx';
import { useAnswer } from '../../../lib/queries.ts';
import { useText } from '../../../lib/text.ts';
import { useView } from '../../../stores/view-store.ts';
import { texts } from '../texts.ts';

/** Whether PLC, Odoo and database can be reached, and what is probably wrong. */
export function Connections() {
  const text = useText(texts);
  const doctor = useAnswer('connectionDoctor', {});
  return (
    <div className="grid">
      <Panel
        title={text.test}
        note={text.testNote}
        aside={
          <Button pending={doctor.isFetching} onClick={() => void doctor.refetch()}>
            {text.again}
          </Button>
        }
      >
        <Answer of={doctor}>
          {({ checks }) => (
            <ul className="set-checks">
              {checks.map((check) => (
                <Check key={check.what} check={check} />
              ))}
            </ul>
          )}
        </Answer>
      </Panel>
      <Drastic />
    </div>
  );
}

function Check({ check: { what, ok, setting, finding, detail } }: { readonly check: DoctorCheckView }) {
  const text = useText(texts);
  const language = useView((view) => view.language);
  return (
    <li data-check={what} data-ok={String(ok)}>
      {ok === false ? (
        <PriorityMark priority={2} label={text.bad} />
      ) : (
        <StateMark shape={ok === null ? 'waiting' : 'done'} />
      )}
      <strong>{text.checks[what]}</strong>
      <span>
        {findingText(language, finding)}
        {ok === false && setting !== null && (
          <>
            {' '}
            {text.probably} <code>{setting}</code>.
          </>
        )}
        {detail !== null && <small className="set-about">{detail}</small>}
      </span>
    </li>
  );
}

/** Far from everything else, and each behind its own dialog. */
function Drastic() {
  const text = useText(texts);
  return (
    <Panel title={text.drastic} note={text.drasticNote}>
      <ul className="set-drastic">
        <li>
          <span>{text.clearQueueBody}</span>
          <CommandButton
            command="clearQueue"
            input={{}}
            label={text.clearQueue}
            subject={text.wholeQueue}
            when="ask"
          />
        </li>
        <li>
          <span>{text.startOverBody}</span>
          <CommandButton
            command="startOver"
            input={{}}
            label={text.startOver}
            subject={text.wholeQueue}
            when="ask"
          />
        </li>
      </ul>
    </Panel>
  );
}
