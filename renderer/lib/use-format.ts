import { useMemo } from 'react';
import { useView } from '../stores/view-store.ts';
import { createFormat, type Format } from './format.ts';
import { useSession } from './session.ts';

/** Numbers and times in this screen's language and the mill's time zone. */
export function useFormat(): Format {
  const language = useView((view) => view.language);
  const { time_zone } = useSession();
  return useMemo(() => createFormat(language, time_zone), [language, time_zone]);
}
