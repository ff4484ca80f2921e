import { useSearchParams } from 'react-router';
import { Button } from '../../../components/button.tsx';
import { useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { historyTexts } from '../texts.ts';

/** Cursors of the pages before this one, the newest first; '' is the newest page. Kept beside the address. */
export type Trail = readonly string[];

/** What a navigation has left there; anything else than a trail is none. */
export function readTrail(state: unknown): Trail {
  if (typeof state !== 'object' || state === null || !('trail' in state)) return [];
  const { trail } = state;
  return Array.isArray(trail) ? trail.filter((cursor) => typeof cursor === 'string') : [];
}

/** From page to page by cursor: as quick at the millionth row as at the first. */
export function Pager({ trail, nextCursor }: { readonly trail: Trail; readonly nextCursor: string | null }) {
  const text = useText(historyTexts);
  const format = useFormat();
  const [params, setParams] = useSearchParams();
  const cursor = params.get('cursor') ?? '';
  const show = (at: string, before: Trail): void => {
    const next = new URLSearchParams(params);
    if (at === '') next.delete('cursor');
    else next.set('cursor', at);
    setParams(next, { state: { trail: before } });
  };
  const newest = cursor === '';
  if (newest && nextCursor === null) return null;
  return (
    <nav className="hist-pager" aria-label={text.pager}>
      <Button unavailable={newest ? text.noNewer : null} onClick={() => show('', [])}>
        {text.first}
      </Button>
      <Button
        unavailable={newest ? text.noNewer : null}
        onClick={() => show(trail.at(-1) ?? '', trail.slice(0, -1))}
      >
        {text.previous}
      </Button>
      <Button
        unavailable={nextCursor === null ? text.noOlder : null}
        onClick={() => nextCursor !== null && show(nextCursor, [...trail, cursor])}
      >
        {text.next}
      </Button>
      <span className="dim">{text.page(format.count(trail.length + 1))}</span>
    </nav>
  );
}
