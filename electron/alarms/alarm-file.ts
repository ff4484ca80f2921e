import { readFileSync, renameSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { z } from 'zod';
import { causeView } from '../../shared/contract/causes.ts';
import { componentKey } from '../../shared/contract/values.ts';
import { messageOf } from '../../shared/errors.ts';
import type { Alarm } from '../domain/alarm.ts';
import { type AlarmCode, isAlarmCode } from '../domain/alarm-rules.ts';
import type { Cancel, Clock, Logger } from '../domain/ports.ts';

/** Changes of one moment are written together, so long after the first of them, in milliseconds. */
const WRITE_AFTER_MS = 100;
/** When a file that could not be written is tried again, in milliseconds. */
const RETRY_AFTER_MS = 5_000;
const OWNER_ONLY = 0o600;

const epochMs = z.number().int();
const alarmSchema: z.ZodType<Alarm> = z.object({
  id: z.string(),
  code: z.custom<AlarmCode>((code) => typeof code === 'string' && isAlarmCode(code)),
  subject: z.string(),
  message: z.string(),
  // Earlier versions did not note it; one that only a later version knows is shown by its message.
  cause: causeView.nullable().catch(null),
  moId: z.string().nullable(),
  slot: z.number().int().nullable(),
  equipment: componentKey.nullable(),
  ends: z.enum(['with-its-cause', 'when-acknowledged']),
  life: z.discriminatedUnion('state', [
    z.object({ state: z.literal('active-unacknowledged') }),
    z.object({ state: z.literal('active-acknowledged'), at: epochMs, by: z.string() }),
    z.object({ state: z.literal('cleared-unacknowledged'), clearedAt: epochMs }),
    z.object({
      state: z.literal('shelved'),
      shelving: z.object({ until: epochMs, by: z.string(), reason: z.string() }),
      clearedAt: epochMs.nullable(),
    }),
  ]),
  raisedAt: epochMs,
  seenAt: epochMs,
  firstOut: z.boolean(),
  count: z.number().int(),
  comment: z.string().nullable(),
});
const fileSchema = z.object({ alarms: z.array(z.unknown()) });

/** What a file of open alarms says; `fault` tells why it says nothing. */
export interface KeptAlarms {
  readonly alarms: readonly Alarm[];
  readonly fault: string | null;
}

/**
 * The open alarms as the run before left them; none without a file. A damaged file is put aside as
 * `<file>.damaged` and told: alarms come back with their causes, only what was acknowledged is forgotten.
 */
export function readAlarmFile(file: string): KeptAlarms {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    const isMissing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    return { alarms: [], fault: isMissing ? null : `${file} cannot be read: ${messageOf(thrown)}` };
  }
  try {
    const { alarms } = fileSchema.parse(JSON.parse(text));
    // One that a newer version wrote with a code that this one does not know is left out by itself.
    return { alarms: alarms.flatMap((alarm) => alarmSchema.safeParse(alarm).data ?? []), fault: null };
  } catch (thrown) {
    const aside = `${file}.damaged`;
    try {
      renameSync(file, aside);
    } catch (again) {
      return { alarms: [], fault: `${file} is damaged and cannot be moved: ${messageOf(again)}` };
    }
    return { alarms: [], fault: `${file} is damaged and was put aside as ${aside}: ${messageOf(thrown)}` };
  }
}

/**
 * Keeps the open alarms on this computer's disk, database or not. Writing goes on behind the work: changes
 * of one moment are one write, and after a power cut either the old or the new list is there as a whole.
 */
export class AlarmFile {
  readonly #file: string;
  readonly #open: () => readonly Alarm[];
  readonly #clock: Clock;
  readonly #logger: Logger;
  #cancelTimer: Cancel | null = null;
  #writing: Promise<void> | null = null;
  #isDirty = false;
  #isFailing = false;
  #isClosed = false;

  constructor(parts: { file: string; open: () => readonly Alarm[]; clock: Clock; logger: Logger }) {
    this.#file = parts.file;
    this.#open = parts.open;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
  }

  /** Something changed; it is written soon. */
  save(): void {
    this.#isDirty = true;
    if (this.#writing === null && !this.#isClosed)
      this.#cancelTimer ??= this.#clock.after(WRITE_AFTER_MS, () => this.#start());
  }

  /** Resolves when all that changed before this call is on disk, or could not be written. */
  async saved(): Promise<void> {
    await this.#writing;
    if (this.#isDirty) await this.#start();
  }

  /** Writes what is not written yet. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopTimer();
    await this.saved();
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  #start(): Promise<void> {
    this.#stopTimer();
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null;
      if (this.#isDirty && !this.#isClosed)
        this.#cancelTimer ??= this.#clock.after(this.#isFailing ? RETRY_AFTER_MS : WRITE_AFTER_MS, () =>
          this.#start(),
        );
    });
    return this.#writing;
  }

  async #write(): Promise<void> {
    this.#isDirty = false;
    try {
      await replaceFile(this.#file, `${JSON.stringify({ alarms: this.#open() })}\n`);
      this.#isFailing = false;
    } catch (thrown) {
      this.#isDirty = true;
      if (!this.#isFailing)
        this.#logger.error(
          `open alarms cannot be kept in ${this.#file}; after a restart they are unacknowledged: ${messageOf(thrown)}`,
        );
      this.#isFailing = true;
    }
  }
}

async function replaceFile(file: string, text: string): Promise<void> {
  const fresh = `${file}.new`;
  const handle = await open(fresh, 'w', OWNER_ONLY);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(fresh, file);
}
