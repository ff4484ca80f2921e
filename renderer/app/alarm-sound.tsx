import { useEffect, useRef } from 'react';
import type { AlarmPriority } from '../../shared/contract/alarms.ts';
import { standing, worst } from '../lib/alarm-order.ts';
import { useAnswer } from '../lib/queries.ts';
import { useView } from '../stores/view-store.ts';

/** Two beeps a priority, higher and closer together the more urgent: hertz and seconds between them. */
const SOUNDS: Readonly<Record<AlarmPriority, { readonly hertz: number; readonly gap: number }>> = {
  1: { hertz: 880, gap: 0.18 },
  2: { hertz: 620, gap: 0.3 },
  3: { hertz: 440, gap: 0.45 },
};
const BEEP_SECONDS = 0.12;
const REPEAT_MS = 5_000;
const VOLUME = 0.15;

/** Sounds while an alarm is not acknowledged. Silencing it acknowledges nothing, and a new alarm sounds again. */
export function AlarmSound() {
  const { data } = useAnswer('alarms', {});
  const silenced = useView((view) => view.silenced);
  const setSilenced = useView((view) => view.setSilenced);
  const open = standing(data?.alarms ?? []).filter(({ acknowledged_at }) => acknowledged_at === null);
  const priority = worst(open);
  const newest = open
    .map(({ id }) => id)
    .toSorted()
    .join(' ');
  const known = useRef<readonly string[]>([]);
  useEffect(() => {
    const ids = newest === '' ? [] : newest.split(' ');
    if (ids.some((id) => !known.current.includes(id))) setSilenced(false);
    known.current = ids;
  }, [newest, setSilenced]);
  useEffect(() => {
    if (priority === null || silenced) return;
    beep(priority);
    const timer = window.setInterval(() => beep(priority), REPEAT_MS);
    return () => window.clearInterval(timer);
  }, [priority, silenced]);
  return null;
}

let audio: AudioContext | undefined;

function beep(priority: AlarmPriority): void {
  // A browser lets a page sound only after somebody has touched it.
  if (!navigator.userActivation.hasBeenActive) return;
  audio ??= new AudioContext();
  const { hertz, gap } = SOUNDS[priority];
  for (const at of [0, gap]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = hertz;
    volume.gain.value = VOLUME;
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + BEEP_SECONDS);
  }
}
