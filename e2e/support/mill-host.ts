import type { BrowserContextOptions, Page } from '@playwright/test';
import type { Theme } from '../../renderer/stores/view-store.ts';
import type { CallBody, CallKind } from '../../shared/contract/bridge.ts';
import type { Language } from '../../shared/text/text.ts';

/** The ready-made people of a training plant, with their PINs. */
export const PINS = { Operator: '1111', Supervisor: '2222' } as const;
export type Person = keyof typeof PINS;

export interface Opening {
  /** Path of the screen to open: `/`, `/alarms?tab=load`. */
  readonly place: string;
  readonly theme: Theme;
  readonly language: Language;
  readonly as: Person;
  readonly context: BrowserContextOptions;
}

/** What carries the screens of a mill: the headless host with a browser, or Electron. */
export interface MillHost extends AsyncDisposable {
  /** The process of the station. */
  readonly pid: number;
  /** A new page that shows the screens to somebody who has control. */
  open(opening: Opening): Promise<Page>;
  /** Gives a page back; whoever has control at it keeps it for the next page. */
  leave(page: Page): Promise<void>;
  /** A call of the contract past all screens. Throws the code with which it was refused. */
  call(kind: CallKind, name: string, body: CallBody): Promise<unknown>;
}

/** How long a page waits for what a test does with it, in milliseconds; the machine may be loaded. */
export const ACTION_TIMEOUT_MS = 20_000;
export const FULL_HD = { width: 1920, height: 1080 } as const;

/** What the screens keep in the browser: theme and language. */
export function keptView({ theme, language }: Pick<Opening, 'theme' | 'language'>): string {
  return JSON.stringify({ state: { theme, language }, version: 0 });
}

/** Where the screens keep it. */
export const VIEW_KEY = 'batchline-view';
