import type { ReactNode } from 'react';
import type { QueryOutput } from '../../../../shared/contract/contract.ts';
import type { HealthView } from '../../../../shared/contract/views.ts';
import { Age } from '../../../components/age.tsx';
import { Answer } from '../../../components/answer.tsx';
import { Empty, Panel } from '../../../components/page.tsx';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { UNKNOWN } from '../../../lib/format.ts';
import { useAnswer } from '../../../lib/queries.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { linkTexts } from '../link-texts.ts';

/** Counters change with every request; no event tells. */
const REFRESH_MS = 2_000;

/** How the PLC answers: now, how fast, and what went wrong since the start. */
export function LinkStatistics() {
  const health = useAnswer('health', {}, { everyMs: REFRESH_MS });
  return (
    <Answer of={health}>
      {({ plc, fins }) => (
        <div className="grid">
          <div className="plc-columns">
            <LinkNow plc={plc} />
            <RoundTrip times={fins.roundTripMs} />
            <Config />
          </div>
          <Counters fins={fins} />
        </div>
      )}
    </Answer>
  );
}

function LinkNow({ plc }: { readonly plc: HealthView['plc'] }) {
  const text = useText(linkTexts);
  return (
    <Panel title={text.linkNow}>
      <dl className="plc-list">
        <Line name={text.linkState}>
          <strong>{text.linkStates[plc.state]}</strong>
        </Line>
        <Line name={text.lastGood}>
          {plc.last_good_at === null ? (
            UNKNOWN
          ) : (
            <>
              <Age at={plc.last_good_at} /> {text.ago}
            </>
          )}
        </Line>
        <Line name={text.mode}>{text.modes[plc.mode]}</Line>
        <Line name={text.trouble}>
          {plc.trouble === null ? (
            <span className="dim">{text.noTrouble}</span>
          ) : (
            <span lang="en">{plc.trouble}</span>
          )}
        </Line>
      </dl>
    </Panel>
  );
}

function Line({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const PERCENTILES = ['p50', 'p90', 'p99', 'max'] as const;

function RoundTrip({ times }: { readonly times: HealthView['fins']['roundTripMs'] }) {
  const text = useText(linkTexts);
  const format = useFormat();
  return (
    <Panel title={text.roundTrip} note={text.roundTripNote}>
      {times === null ? (
        <Empty title={text.noRoundTrip}>{text.noRoundTripDo}</Empty>
      ) : (
        <dl className="plc-times">
          {PERCENTILES.map((name) => (
            <div key={name}>
              <dt>{text.percentiles[name]}</dt>
              <dd>
                <span className="plc-time-bar" aria-hidden="true">
                  <span style={{ width: `${times.max > 0 ? (times[name] / times.max) * 100 : 0}%` }} />
                </span>
                <strong>{format.number(times[name], 1)} ms</strong>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Panel>
  );
}

function Config() {
  const text = useText(linkTexts);
  const config = useAnswer('plcConfig', {});
  return (
    <Panel title={text.config}>
      <Answer of={config}>{(known) => <ConfigList config={known} />}</Answer>
    </Panel>
  );
}

function ConfigList({ config }: { readonly config: QueryOutput<'plcConfig'> }) {
  const text = useText(linkTexts);
  const area = ({ base, length }: { base: number; length: number }) => `D${base} · ${text.wordsEach(length)}`;
  const { configNames: names } = text;
  return (
    <dl className="plc-list">
      <Line name={names.host}>
        <code>
          {config.host}:{config.port}
        </code>
      </Line>
      <Line name={names.client_node}>{config.client_node ?? UNKNOWN}</Line>
      <Line name={names.plc_node}>{config.plc_node ?? UNKNOWN}</Line>
      <Line name={names.profile}>{config.profile}</Line>
      <Line name={names.slots}>{config.slots}</Line>
      <Line name={names.read_area}>{area(config.read_area)}</Line>
      <Line name={names.write_area}>{area(config.write_area)}</Line>
      <Line name={names.gate}>{text.gates[config.gate]}</Line>
      <Line name={names.acknowledge}>{text.acknowledges[config.acknowledge]}</Line>
    </dl>
  );
}

const COUNTERS = [
  'sent',
  'answered',
  'retries',
  'timeouts',
  'late',
  'duplicate',
  'malformed',
  'foreign',
  'endCodeErrors',
  'sendErrors',
  'socketsOpened',
] as const satisfies readonly (keyof HealthView['fins'])[];

function Counters({ fins }: { readonly fins: HealthView['fins'] }) {
  const text = useText(linkTexts);
  const format = useFormat();
  return (
    <Panel title={text.counters}>
      <TableWrap label={text.counters}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{text.counter}</th>
              <th scope="col" className="number">
                {text.number}
              </th>
              <th scope="col" className="number">
                {text.share}
              </th>
              <th scope="col">{text.meaning}</th>
            </tr>
          </thead>
          <tbody>
            {COUNTERS.map((counter) => (
              <tr key={counter} data-counter={counter}>
                <th scope="row">{text.counterNames[counter]}</th>
                <td className="number">{format.count(fins[counter])}</td>
                <td className="number">
                  {counter === 'sent' || counter === 'socketsOpened' || fins.sent === 0
                    ? UNKNOWN
                    : format.percent((fins[counter] / fins.sent) * 100)}
                </td>
                <td className="dim">{text.counterAbout[counter]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableWrap>
    </Panel>
  );
}
