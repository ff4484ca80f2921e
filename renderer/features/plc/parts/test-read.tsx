import { type FormEvent, useState } from 'react';
import type { CommandOutput } from '../../../../shared/contract/contract.ts';
import { useUnavailable } from '../../../commands/availability.ts';
import { useCommand } from '../../../commands/use-command.ts';
import { Problem } from '../../../components/answer.tsx';
import { Button } from '../../../components/button.tsx';
import { Field } from '../../../components/field.tsx';
import { Empty, Panel } from '../../../components/page.tsx';
import { TableWrap } from '../../../components/table-wrap.tsx';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { testRange } from '../test-range.ts';
import { texts } from '../texts.ts';
import { charactersOf, hexOf } from '../word-values.ts';

/** Reads any words of the DM area once. It is written into the audit. */
export function TestRead() {
  const text = useText(texts);
  const [address, setAddress] = useState('6001');
  const [count, setCount] = useState('10');
  const cannot = useUnavailable('testRead');
  const { mutate, data, error, isPending } = useCommand('testRead');
  const range = testRange(address, count);
  const wrong = range.ok ? null : range.wrong === 'address' ? text.addressWrong : text.countWrong;
  const read = (event: FormEvent): void => {
    event.preventDefault();
    if (range.ok && cannot === null && !isPending)
      mutate({ input: { address: range.address, count: range.count }, reason: null });
  };
  return (
    <Panel title={text.test} note={text.testNote}>
      <form className="bar-row plc-test" onSubmit={read}>
        <NumberField label={text.firstWord} value={address} onChange={setAddress} isSearch />
        <NumberField label={text.count} value={count} onChange={setCount} />
        <Button submit pending={isPending} unavailable={cannot ?? wrong}>
          {text.read}
        </Button>
        {wrong !== null && <span role="status">{wrong}</span>}
      </form>
      {error !== null && <Problem error={error} />}
      {data === undefined ? (
        <Empty title={text.testEmpty}>{text.testEmptyDo}</Empty>
      ) : (
        <TestWords read={data} />
      )}
    </Panel>
  );
}

function NumberField({
  label,
  value,
  onChange,
  isSearch = false,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isSearch?: boolean;
}) {
  return (
    <Field label={label}>
      {({ id }) => (
        <input
          id={id}
          className="input plc-number"
          inputMode="numeric"
          maxLength={7}
          data-search={isSearch || undefined}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}

/** Words in lines of ten: the line's address, each word as hexadecimal and decimal, and the line as text. */
const WORDS_A_LINE = 10;

function TestWords({ read: { address, words } }: { readonly read: CommandOutput<'testRead'> }) {
  const text = useText(texts);
  const format = useFormat();
  const lines = Array.from({ length: Math.ceil(words.length / WORDS_A_LINE) }, (_, line) => ({
    first: address + line * WORDS_A_LINE,
    words: words.slice(line * WORDS_A_LINE, (line + 1) * WORDS_A_LINE),
  }));
  return (
    <>
      <p className="dim">
        D{address}–D{address + words.length - 1}: {text.words(format.count(words.length))}
      </p>
      <TableWrap label={text.test}>
        <table className="table plc-table plc-test-table">
          <thead>
            <tr>
              <th scope="col">{text.address}</th>
              {Array.from({ length: WORDS_A_LINE }, (_, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the place is what the column is
                <th key={place} scope="col" className="number">
                  +{place}
                </th>
              ))}
              <th scope="col">{text.ascii}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.first}>
                <th scope="row" className="mono">
                  D{line.first}
                </th>
                {Array.from({ length: WORDS_A_LINE }, (_, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the place is the word's address
                  <TestWord key={place} word={line.words[place]} />
                ))}
                <td className="mono nowrap">{line.words.map(charactersOf).join('')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableWrap>
    </>
  );
}

function TestWord({ word }: { readonly word: number | undefined }) {
  return (
    <td className="number mono">
      {word !== undefined && (
        <>
          {hexOf(word)}
          <small className="plc-under">{word}</small>
        </>
      )}
    </td>
  );
}
