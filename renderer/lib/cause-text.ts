import type { AlarmView } from '../../shared/contract/alarms.ts';
import { causeText } from '../../shared/text/text.ts';
import { useView } from '../stores/view-store.ts';
import { useFormat } from './use-format.ts';

/** Why an alarm is there, in this screen's language; somebody else's words as they are. */
export function useCauseText(): (alarm: Pick<AlarmView, 'cause' | 'message'>) => string {
  const language = useView((view) => view.language);
  const { dateTime, kg } = useFormat();
  return ({ cause, message }) =>
    cause === null ? message : causeText(language, cause, { time: dateTime, kg });
}
