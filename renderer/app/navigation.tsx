import { NavLink } from 'react-router';
import { PriorityMark } from '../components/priority-mark.tsx';
import { standing, worst } from '../lib/alarm-order.ts';
import { useAnswer } from '../lib/queries.ts';
import { useSession } from '../lib/session.ts';
import { useText } from '../lib/text.ts';
import { appTexts } from './app-texts.ts';
import { PLACES, type PlaceKey } from './places.ts';

/** The same way to every screen, everywhere. */
export function Navigation() {
  const text = useText(appTexts);
  const { mode } = useSession();
  return (
    <nav className="nav" aria-label={text.navigation}>
      {PLACES.filter(({ key }) => key !== 'training' || mode === 'training').map(
        ({ key, path, hotkey, icon: Icon }) => (
          <NavLink key={key} to={path} end={path === '/'}>
            <Icon aria-hidden="true" strokeWidth={1.7} />
            {text.places[key]}
            {hotkey !== null && <kbd>{hotkey}</kbd>}
            <Badge of={key} />
          </NavLink>
        ),
      )}
    </nav>
  );
}

function Badge({ of }: { readonly of: PlaceKey }) {
  if (of === 'alarms') return <AlarmBadge />;
  if (of === 'failedToPush') return <PushBadge />;
  return null;
}

function AlarmBadge() {
  const text = useText(appTexts);
  const { data } = useAnswer('alarms', {});
  const open = standing(data?.alarms ?? []).filter(({ acknowledged_at }) => acknowledged_at === null);
  const priority = worst(open);
  if (priority === null) return null;
  return (
    <span className="badge">
      <PriorityMark priority={priority} label={text.unacknowledged(open.length)} />
    </span>
  );
}

function PushBadge() {
  const text = useText(appTexts);
  const { data } = useAnswer('failedToPush', {});
  const parked = (data?.batches ?? []).filter(({ state }) => state === 'parked').length;
  if (parked === 0) return null;
  return (
    <span className="badge">
      <PriorityMark priority={1} label={text.notSent(parked)} />
    </span>
  );
}
