import type { Link } from '../../shared/contract/declare.ts';
import type { LinkView } from '../../shared/contract/views.ts';
import { Age } from '../components/age.tsx';
import { Hint } from '../components/hint.tsx';
import { PriorityMark } from '../components/priority-mark.tsx';
import { StateMark } from '../components/state-mark.tsx';
import { useAnswer } from '../lib/queries.ts';
import { useSession } from '../lib/session.ts';
import { useText } from '../lib/text.ts';
import { appTexts } from './app-texts.ts';

/** The age of the last good answer is news only when it is asked for often enough. */
const ASK_EVERY_MS = 2_000;
const LINKS: readonly Link[] = ['plc', 'odoo', 'database'];

/** PLC, Odoo and database with the age of their last good answer, and who commands the PLC. */
export function LinkStrip() {
  const text = useText(appTexts);
  const { station } = useSession();
  const { data: health } = useAnswer('health', {}, { everyMs: ASK_EVERY_MS });
  return (
    <>
      <ul className="link-strip" aria-label={text.linkStrip}>
        {LINKS.map((link) => (
          <li key={link}>
            <LinkChip link={link} view={health?.[link]} />
          </li>
        ))}
      </ul>
      <span className="chip">
        <strong>{text.command}</strong>
        <span className="note">
          {health === undefined ? '–' : health.leader ? station : (health.leader_name ?? text.nobody)}
          {health?.leader === true && <span className="wide-only"> ({text.thisStation})</span>}
        </span>
      </span>
    </>
  );
}

function LinkChip({ link, view }: { readonly link: Link; readonly view: LinkView | undefined }) {
  const text = useText(appTexts);
  const state = view?.state ?? 'unknown';
  const down = state === 'down';
  const chip = (
    <button
      type="button"
      className={`chip ${down ? (link === 'plc' ? 'urgent' : 'abnormal') : ''}`}
      data-link={link}
      data-state={state}
    >
      {down ? (
        <PriorityMark priority={link === 'plc' ? 1 : 2} label={text.linkStates.down} />
      ) : (
        <StateMark shape={state === 'up' ? 'done' : 'waiting'} />
      )}
      <strong>{text.links[link]}</strong>
      <span className="note">
        {down && `${text.noAnswerFor} `}
        {state === 'unknown' ? text.linkStates.unknown : <Age at={view?.last_good_at} />}
      </span>
    </button>
  );
  const trouble = view?.trouble ?? null;
  return trouble === null ? chip : <Hint text={trouble}>{chip}</Hint>;
}
