import { Link } from 'react-router';
import type { DoctorCheckView } from '../../../../shared/contract/diagnostics.ts';
import { findingText } from '../../../../shared/text/text.ts';
import { Age } from '../../../components/age.tsx';
import { Answer } from '../../../components/answer.tsx';
import { Button } from '../../../components/button.tsx';
import { Panel } from '../../../components/page.tsx';
import { PriorityMark } from '../../../components/priority-mark.tsx';
import { StateMark } from '../../../components/state-mark.tsx';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { UNKNOWN } from '../../../lib/format.ts';
import { useAnswer } from '../../../lib/queries.ts';
import { useText } from '../../../lib/text.ts';
import { useView } from '../../../stores/view-store.ts';
import { texts } from '../texts.ts';

/** Tries every connection and names the setting that is probably wrong. */
export function Doctor() {
  const text = useText(texts);
  const doctor = useAnswer('connectionDoctor', {});
  return (
    <div className="grid">
      <Panel
        title={text.tabs.doctor}
        note={text.doctorNote}
        aside={
          <Button pending={doctor.isFetching} onClick={() => void doctor.refetch()}>
            {text.again}
          </Button>
        }
      >
        <Answer of={doctor}>
          {({ checked_at, checks }) => (
            <>
              <p className="dim">
                {text.checkedAgo} <Age at={checked_at} /> {text.ago}
              </p>
              <CheckTable checks={checks} />
            </>
          )}
        </Answer>
      </Panel>
    </div>
  );
}

function CheckTable({ checks }: { readonly checks: readonly DoctorCheckView[] }) {
  const text = useText(texts);
  return (
    <TableWrap label={text.tabs.doctor}>
      <table className="table plc-doctor">
        <thead>
          <tr>
            <th scope="col">{text.check}</th>
            <th scope="col">{text.result}</th>
            <th scope="col">{text.finding}</th>
            <th scope="col">{text.setting}</th>
            <th scope="col">{text.detail}</th>
          </tr>
        </thead>
        <tbody>
          {checks.map((check) => (
            <CheckRow key={check.what} check={check} />
          ))}
        </tbody>
      </table>
    </TableWrap>
  );
}

function CheckRow({ check: { what, ok, setting, finding, detail } }: { readonly check: DoctorCheckView }) {
  const text = useText(texts);
  const language = useView((view) => view.language);
  const word = ok === null ? text.notChecked : ok ? text.good : text.bad;
  return (
    <tr data-check={what} data-ok={String(ok)}>
      <th scope="row">{text.checks[what]}</th>
      <td className="nowrap">
        <span className="plc-result">
          {ok === false ? (
            <PriorityMark priority={2} label={text.bad} />
          ) : (
            <StateMark shape={ok === null ? 'waiting' : 'done'} />
          )}
          {ok === false ? <strong>{word}</strong> : word}
        </span>
      </td>
      <td className="plc-finding">{findingText(language, finding)}</td>
      <td className="nowrap">
        {ok === false && setting !== null ? (
          <>
            <code>{setting}</code>
            <Link className="plc-under" to="/settings">
              {text.toSettings}
            </Link>
          </>
        ) : (
          <span className="dim">{UNKNOWN}</span>
        )}
      </td>
      <td className="plc-detail" lang="en">
        {detail ?? <span className="dim">{UNKNOWN}</span>}
      </td>
    </tr>
  );
}
