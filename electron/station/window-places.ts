import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { messageOf } from '../../shared/errors.ts';
import type { Logger } from '../domain/ports.ts';

/** The smallest window that the screens are made for, in device-independent pixels as everything here. */
const SMALLEST = { width: 1024, height: 640 };
const USUAL = { width: 1600, height: 1000 };
/** So much of a window's title bar must lie on a display for a mouse to get hold of it. */
const VISIBLE = { width: 120, height: 40 };
const MAX_WINDOWS = 8;

/** In device-independent pixels, from the corner of the first display. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const whole = z.number().int();
const stateSchema = z.object({
  bounds: z.object({ x: whole, y: whole, width: whole.positive(), height: whole.positive() }),
  maximized: z.boolean(),
  fullScreen: z.boolean(),
});
export type WindowState = z.output<typeof stateSchema>;

/**
 * Where a window goes: where it was, as far as that lies on a display that is there now; otherwise in the
 * middle of a display. `count`: how many windows there are already, so that each gets a display of its own.
 */
export function placeWindow(saved: Rectangle | null, areas: readonly Rectangle[], count: number): Rectangle {
  const home = areas.find((area) => saved !== null && isOn(saved, area));
  const area = home ?? areas[count % areas.length] ?? { x: 0, y: 0, ...USUAL };
  const wanted = saved === null || home === undefined ? USUAL : saved;
  const width = clamp(wanted.width, SMALLEST.width, area.width);
  const height = clamp(wanted.height, SMALLEST.height, area.height);
  const { x, y } =
    saved === null || home === undefined
      ? { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2 }
      : saved;
  return {
    x: Math.round(clamp(x, area.x, area.x + area.width - width)),
    y: Math.round(clamp(y, area.y, area.y + area.height - height)),
    width,
    height,
  };
}

function isOn({ x, y, width }: Rectangle, area: Rectangle): boolean {
  const across = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return across >= VISIBLE.width && y >= area.y && y + VISIBLE.height <= area.y + area.height;
}

/** `high` wins: a window is never larger than its display. */
function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** The windows that were open last; none when the file is missing or says nothing sensible. */
export function readWindowStates(file: string): readonly WindowState[] {
  try {
    return z
      .array(stateSchema)
      .max(MAX_WINDOWS)
      .parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // A place on a display is a convenience: without it windows open as at the first start.
    return [];
  }
}

/** Not being able to keep it is worth a line in the log and nothing more. */
export function writeWindowStates(file: string, states: readonly WindowState[], logger: Logger): void {
  try {
    writeFileSync(file, JSON.stringify(states.slice(0, MAX_WINDOWS)));
  } catch (thrown) {
    logger.warn(`the windows' places are not kept: ${messageOf(thrown)}`, { module: 'station' });
  }
}
