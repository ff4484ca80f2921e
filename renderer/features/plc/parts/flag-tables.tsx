import { memo } from 'react';
import type { QueryOutput } from '../../../../shared/contract/contract.ts';
import { CommandButton } from '../../../commands/command-button.tsx';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { UNKNOWN } from '../../../lib/format.ts';
import { useText } from '../../../lib/text.ts';
import { flagsBySlot, type GateKind, isGate } from '../gate.ts';
import { texts } from '../texts.ts';

type Flag = QueryOutput<'plcFlags'>['flags'][number];

/** A slot a row: its READ flag and its WRITE flag. */
export function SlotFlagTable({ flags, gate }: { readonly flags: readonly Flag[]; readonly gate: GateKind }) {
  const text = useText(texts);
  return (
    <TableWrap label={text.flagTable}>
      <table className="table plc-flags">
        <thead>
          <tr>
            <th scope="col">{text.slot}</th>
            <th scope="col">{text.flagOf.read}</th>
            <th scope="col">{text.flagOf.write}</th>
          </tr>
        </thead>
        <tbody>
          {flagsBySlot(flags).map(({ slot, read, write }) => (
            <tr key={slot} data-slot={slot}>
              <th scope="row">{slot}</th>
              <td>{read === undefined ? UNKNOWN : <FlagLine flag={read} />}</td>
              <td>
                {write === undefined ? UNKNOWN : <FlagLine flag={write} isOutside={!isGate(write, gate)} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableWrap>
  );
}

/** The flags of single events. */
export function EventFlagTable({ flags }: { readonly flags: readonly Flag[] }) {
  const text = useText(texts);
  return (
    <TableWrap label={text.eventFlags}>
      <table className="table plc-flags">
        <thead>
          <tr>
            <th scope="col">{text.eventFlags}</th>
            <th scope="col">{text.value}</th>
          </tr>
        </thead>
        <tbody>
          {flags
            .filter(({ slot }) => slot === null)
            .map((flag) => (
              <tr key={flag.flag}>
                <th scope="row">{text.flagOf[flag.flag]}</th>
                <td>
                  <FlagLine flag={flag} />
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </TableWrap>
  );
}

/** Address, value, meaning, and the value that it can be given. */
const FlagLine = memo(function FlagLine({
  flag: { flag, slot, address, value },
  isOutside = false,
}: {
  readonly flag: Flag;
  /** A WRITE flag that says nothing about the load: another slot's is the gate. */
  readonly isOutside?: boolean;
}) {
  const text = useText(texts);
  const known = text.flagMeaning[flag][value];
  const meaning = known !== undefined && isOutside ? text.noGate : known;
  const subject = text.flagSubject(text.flagOf[flag], slot, address);
  return (
    <div className="plc-flag" data-flag={flag} data-value={value}>
      <code>D{address}</code>
      <strong className="plc-flag-value">{value}</strong>
      <span className={meaning === undefined ? 'plc-old' : 'dim'}>{meaning ?? `≠ ${text.notFlag}`}</span>
      <span className="plc-flag-buttons">
        {([1, 0] as const)
          .filter((wanted) => wanted !== value)
          .map((wanted) => (
            <CommandButton
              key={wanted}
              command="setFlag"
              input={{ flag, value: wanted, ...(slot !== null && { slot }) }}
              label={wanted === 1 ? text.set : text.reset}
              subject={subject}
              when="ask"
            />
          ))}
      </span>
    </div>
  );
});
