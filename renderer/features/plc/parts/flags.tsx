import type { QueryOutput } from '../../../../shared/contract/contract.ts';
import { CommandButton } from '../../../commands/command-button.tsx';
import { Answer } from '../../../components/answer.tsx';
import { Panel } from '../../../components/page.tsx';
import { StateMark } from '../../../components/state-mark.tsx';
import { useAnswer } from '../../../lib/queries.ts';
import { useText } from '../../../lib/text.ts';
import { type GateKind, isGateOpen } from '../gate.ts';
import { texts } from '../texts.ts';
import { EventFlagTable, SlotFlagTable } from './flag-tables.tsx';
import { LOOK_MS, Reading, ReadNote } from './reading.tsx';

/** Every handshake flag as the PLC has it now, and the gate that they make. */
export function Flags() {
  const text = useText(texts);
  const asked = useAnswer('plcFlags', {}, { everyMs: LOOK_MS });
  const map = useAnswer('memoryMap', {});
  return (
    <Answer of={map}>
      {({ gate }) => (
        <Answer of={asked}>
          {({ read_at, flags }) => (
            <div className="grid">
              <Gate flags={flags} gate={gate} />
              <Panel
                title={text.flagTable}
                note={text.flagsNote}
                aside={<ReadNote readAt={read_at} error={asked.error} />}
              >
                <Reading readAt={read_at} error={asked.error}>
                  <SlotFlagTable flags={flags} gate={gate} />
                </Reading>
              </Panel>
              <Panel title={text.eventFlags}>
                <Reading readAt={read_at} error={null}>
                  <EventFlagTable flags={flags} />
                </Reading>
              </Panel>
            </div>
          )}
        </Answer>
      )}
    </Answer>
  );
}

function Gate({
  flags,
  gate,
}: {
  readonly flags: QueryOutput<'plcFlags'>['flags'];
  readonly gate: GateKind;
}) {
  const text = useText(texts);
  const isOpen = isGateOpen(flags, gate);
  return (
    <Panel title={text.gate} note={text.gateIs[gate]}>
      <div className="plc-gate" data-open={isOpen}>
        <StateMark shape={isOpen ? 'done' : 'waiting'} />
        <span>
          <strong>{isOpen ? text.gateOpen : text.gateClosed}</strong>
          {!isOpen && <span className="plc-under">{text.overrideHint}</span>}
        </span>
        <CommandButton
          command="overrideGate"
          input={{}}
          label={text.override}
          subject={text.gate}
          when="ask"
          unavailable={isOpen ? text.gateIsOpen : null}
        />
      </div>
    </Panel>
  );
}
