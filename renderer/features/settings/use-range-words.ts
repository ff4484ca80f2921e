import { useView } from '../../stores/view-store.ts';
import { indonesianRange } from './range-words.ts';

/** A setting's allowed range in the language of this screen. */
export function useRangeWords(): (range: string) => string {
  const language = useView((view) => view.language);
  return (range) => (language === 'id' ? indonesianRange(range) : range);
}
