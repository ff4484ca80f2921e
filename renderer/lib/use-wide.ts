import { useSyncExternalStore } from 'react';

/** From here on a picture with fifteen columns has room, in CSS pixels. */
const WIDE = window.matchMedia('(min-width: 1101px)');

function subscribe(listener: () => void): () => void {
  WIDE.addEventListener('change', listener);
  return () => WIDE.removeEventListener('change', listener);
}

/** Whether the screen is wide enough for pictures beside numbers; on a narrow or zoomed one the numbers are enough. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => WIDE.matches);
}
