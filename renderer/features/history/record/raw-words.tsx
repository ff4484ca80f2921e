import type { DecodedFieldView } from '../../../../shared/contract/overview.ts';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { useText } from '../../../lib/text.ts';
import { recordTexts } from './record-texts.ts';

/** What the PLC's slot held, word by word: for whoever doubts a figure. Not printed. */
export function RawWords({ fields }: { readonly fields: readonly DecodedFieldView[] }) {
  const text = useText(recordTexts);
  if (fields.length === 0) return <p className="dim no-print">{text.noWords}</p>;
  return (
    <details className="panel rec-words no-print">
      <summary>{text.words}</summary>
      <TableWrap label={text.words}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{text.address}</th>
              <th scope="col">{text.field}</th>
              <th scope="col">{text.raw}</th>
              <th scope="col">{text.value}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ address, field, words, text: value }) => (
              <tr key={address}>
                <td className="mono">D{address}</td>
                <td>
                  <code>{field}</code>
                </td>
                <td className="mono">{words.map(hex).join(' ')}</td>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableWrap>
    </details>
  );
}

function hex(word: number): string {
  return word.toString(16).toUpperCase().padStart(4, '0');
}
