import type { ReactNode } from 'react';
import { Answer } from '../../../components/answer.tsx';
import { Panel } from '../../../components/page.tsx';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { UNKNOWN } from '../../../lib/format.ts';
import { useAnswer, useHostAnswer } from '../../../lib/queries.ts';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { texts } from '../texts.ts';

/** Versions, folders, who commands, and what this program is made of. */
export function About() {
  const text = useText(texts);
  const about = useHostAnswer('about', {});
  return (
    <div className="grid">
      <Answer of={about}>
        {(data) => (
          <>
            <Panel title="Batchline">
              <dl className="set-facts">
                <Fact name={text.version}>{data.version}</Fact>
                <Fact name={text.runtime}>
                  {data.runtime.map(({ name, version }) => `${name} ${version}`).join(', ')}
                </Fact>
                <Fact name={text.dataFolder}>
                  <code>{data.data_folder}</code>
                </Fact>
                <Fact name={text.logFolder}>
                  <code>{data.log_folder}</code>
                </Fact>
                <StationFacts />
              </dl>
              <p className="dim">{text.backup}</p>
            </Panel>
            <Panel title={text.licences}>
              <TableWrap label={text.licences}>
                <table className="table">
                  <thead>
                    <tr>
                      <th scope="col">{text.packageName}</th>
                      <th scope="col">{text.version}</th>
                      <th scope="col">{text.licence}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {data.licences.map(({ name, version, licence }) => (
                      <tr key={`${name} ${version}`}>
                        <td>{name}</td>
                        <td>{version}</td>
                        <td>{licence}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </TableWrap>
            </Panel>
          </>
        )}
      </Answer>
    </div>
  );
}

function StationFacts() {
  const text = useText(texts);
  const format = useFormat();
  const { data } = useAnswer('stationInfo', {});
  if (data === undefined) return null;
  const inMs = (delay: number | null): string => (delay === null ? UNKNOWN : `${format.number(delay, 1)} ms`);
  return (
    <>
      <Fact name={text.commands}>{data.leader.name ?? UNKNOWN}</Fact>
      <Fact name={text.startedAt}>{format.dateTime(data.started_at)}</Fact>
      <Fact name={text.eventLoop}>{inMs(data.event_loop_delay_p99_ms)}</Fact>
      <Fact name={text.longestStop}>{inMs(data.event_loop_longest_ms)}</Fact>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
