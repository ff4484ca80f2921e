import type { TimelineView } from '../../../../shared/contract/overview.ts';
import { Panel } from '../../../components/page.tsx';
import { UNKNOWN } from '../../../lib/format.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { recordTexts } from './record-texts.ts';
import { timelineSteps } from './timeline-steps.ts';

/** The batch's way from Odoo through the PLC and back, with the time that each step took. */
export function Timeline({ timeline }: { readonly timeline: TimelineView }) {
  const text = useText(recordTexts);
  const format = useFormat();
  return (
    <Panel title={text.timeline}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{text.step}</th>
            <th scope="col">{text.at}</th>
            <th scope="col" className="number">
              {text.since}
            </th>
          </tr>
        </thead>
        <tbody>
          {timelineSteps(timeline).map(({ step, at, sinceMs }) => (
            <tr key={step}>
              <th scope="row">{text.steps[step]}</th>
              <td className={at === null ? 'nowrap dim' : 'nowrap'}>
                {at === null ? text.notSeen : `${format.date(at)} ${format.time(at)}`}
              </td>
              <td className="number">{sinceMs === null ? UNKNOWN : `+${format.duration(sinceMs)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
