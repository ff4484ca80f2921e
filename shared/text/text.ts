import type { NotificationView } from '../contract/alarms.ts';
import type { CauseView } from '../contract/causes.ts';
import type { Role } from '../contract/declare.ts';
import type { FindingKey } from '../contract/findings.ts';
import type { ConsequenceView } from '../contract/views.ts';
import { en } from './en.ts';
import { id } from './id.ts';
import type { BatchPhaseKey, ErrorText, OperatorText } from './operator-text.ts';

/** The languages of the screens: Bahasa Indonesia first. */
export const LANGUAGES = ['id', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const TEXTS: Readonly<Record<Language, OperatorText>> = { id, en };

/** Shown where a value is missing: a text is never blank, and never fails, for want of a value. */
const MISSING = '–';

/**
 * What happened, what it means for production, and the next step. `code` is an error code as the contract
 * carries it; one that this version does not know gets the text of INTERNAL.
 */
export function errorText(language: Language, code: string): ErrorText {
  const { errors } = TEXTS[language];
  return own(errors, code) ?? errors.INTERNAL;
}

/** One sentence about one thing that a command would change. A value that did not come is shown as a dash. */
export function renderConsequence(language: Language, { key, values }: ConsequenceView): string {
  return filled(TEXTS[language].consequences[key], (name) => own(values, name));
}

/** How a screen writes a moment and a weight. */
export interface ValueFormat {
  /** From ISO 8601. */
  time(at: string): string;
  /** Without the unit. */
  kg(value: number): string;
}

/** As they came: for the log and for programs. */
const PLAIN: ValueFormat = { time: (at) => at, kg: String };

/** Why an alarm is there, in one sentence. A value that did not come is shown as a dash. */
export function causeText(
  language: Language,
  { key, values }: CauseView,
  format: ValueFormat = PLAIN,
): string {
  return filled(TEXTS[language].causes[key], (name) => {
    const value = own(values, name);
    if (name === 'since' && typeof value === 'string') return format.time(value);
    return name.endsWith('_kg') && typeof value === 'number' ? format.kg(value) : value;
  });
}

/** What a notification says: the title what happened, the body which order or equipment, and what to do. */
export function notificationText(
  language: Language,
  { kind, mo_id, values }: Pick<NotificationView, 'kind' | 'mo_id' | 'values'>,
): { readonly title: string; readonly body: string } {
  const { notifications, notifiedTimes } = TEXTS[language];
  const said = `${mo_id ?? values.subject}: ${errorText(language, values.code).next}`;
  const again = values.times > 1 ? ` ${notifiedTimes.replace('{times}', String(values.times))}` : '';
  return { title: notifications[kind], body: said + again };
}

/** A task's name without its number; a number that this version does not know is shown as it is. */
export function taskName(language: Language, task: number): string {
  return own(TEXTS[language].tasks, String(task)) ?? `TASK ${task}`;
}

/** Where a batch stands, in a word or two. */
export function phaseName(language: Language, phase: BatchPhaseKey): string {
  return TEXTS[language].phases[phase];
}

/** What the connection test found, and the next step. */
export function findingText(language: Language, finding: FindingKey): string {
  return TEXTS[language].findings[finding];
}

export function roleName(language: Language, role: Role): string {
  return TEXTS[language].roles[role];
}

function filled(sentence: string, given: (name: string) => string | number | undefined): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (_placeholder, name: string) => String(given(name) ?? MISSING));
}

/** The value under a key that came from outside: `constructor` and the like are no texts. */
function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
