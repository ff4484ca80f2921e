import { useSearchParams } from 'react-router';
import { type PushView, readView, writeView } from './push-view.ts';

/** The view that the address has, and how to change a part of it. */
export function usePushView(): readonly [PushView, (changed: Partial<PushView>) => void] {
  const [params, setParams] = useSearchParams();
  const view = readView(params);
  return [view, (changed) => setParams(writeView({ ...view, ...changed }), { replace: true })];
}
