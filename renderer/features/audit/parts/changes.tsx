import { useText } from '../../../lib/text.ts';
import { texts } from '../texts.ts';
import { type ValueChange, valueChanges } from '../value-changes.ts';

/** So many values are shown at once; the others behind a click. */
const SHOWN = 3;

/** What a command changed: name, old value, new value. */
export function Changes({ before, after }: { readonly before: unknown; readonly after: unknown }) {
  const text = useText(texts);
  const changes = valueChanges(before, after);
  if (changes.length === 0) return <span className="dim">{text.noChange}</span>;
  const rest = changes.slice(SHOWN);
  return (
    <>
      <ChangeList changes={changes.slice(0, SHOWN)} />
      {rest.length > 0 && (
        <details>
          <summary>{text.more(rest.length)}</summary>
          <ChangeList changes={rest} />
        </details>
      )}
    </>
  );
}

function ChangeList({ changes }: { readonly changes: readonly ValueChange[] }) {
  const text = useText(texts);
  const shown = (value: string | null | undefined) =>
    value === undefined ? text.none : value === null || value === '' ? text.nothing : value;
  return (
    <ul className="audit-changes">
      {changes.map((change) => (
        <li key={change.name}>
          {change.name !== '' && <span className="audit-path">{change.name}</span>}
          <span>
            <del>{shown(change.before)}</del> <span aria-hidden="true">→</span>{' '}
            <ins>{change.after === undefined ? text.gone : shown(change.after)}</ins>
          </span>
        </li>
      ))}
    </ul>
  );
}
