import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { texts } from '../texts.ts';
import { timeIn, type ValueChange, valueChanges } from '../value-changes.ts';

/** So many values are shown at once; the others behind a click. */
const SHOWN = 3;

/** What a command changed: name, old value if there was one, new value. What is gone comes last. */
export function Changes({ before, after }: { readonly before: unknown; readonly after: unknown }) {
  const text = useText(texts);
  const changes = valueChanges(before, after);
  if (changes.length === 0) return <span className="dim">{text.noChange}</span>;
  const kept = changes.filter((change) => change.after !== undefined);
  const gone = changes.filter((change) => change.after === undefined);
  return (
    <>
      <ChangeList changes={kept.slice(0, SHOWN)} />
      <More name={text.more} changes={kept.slice(SHOWN)} />
      <More name={text.goneValues} changes={gone} />
    </>
  );
}

function More({
  name,
  changes,
}: {
  readonly name: (count: number) => string;
  readonly changes: readonly ValueChange[];
}) {
  if (changes.length === 0) return null;
  return (
    <details>
      <summary>{name(changes.length)}</summary>
      <ChangeList changes={changes} />
    </details>
  );
}

function ChangeList({ changes }: { readonly changes: readonly ValueChange[] }) {
  const text = useText(texts);
  const format = useFormat();
  const shown = (name: string, value: string | null | undefined): string => {
    if (value === null || value === undefined || value === '') return text.nothing;
    const at = timeIn(name, value);
    return at === null ? value : format.dateTime(at);
  };
  if (changes.length === 0) return null;
  return (
    <ul className="audit-changes">
      {changes.map(({ name, before, after }) => (
        <li key={name}>
          {name !== '' && <span className="audit-path">{name}</span>}
          <span>
            {before !== undefined && (
              <>
                <del>{shown(name, before)}</del> <span aria-hidden="true">→</span>{' '}
              </>
            )}
            <ins>{after === undefined ? text.gone : shown(name, after)}</ins>
          </span>
        </li>
      ))}
    </ul>
  );
}
