import { expect } from 'vitest';
import { z } from 'zod';
import type { CommandGiven, CommandName } from '../../shared/contract/contract.ts';
import type { CrashChapter } from './crash-chapter.ts';
import { type CrashPlant, READY } from './crash-plant.ts';

const resultsAnswer = z.object({
  data: z.object({ batches: z.array(z.object({ mo_id: z.string(), state: z.string() })) }),
});
const queueAnswer = z.object({
  data: z.object({ batches: z.array(z.object({ mo_id: z.string(), phase: z.string() })) }),
});

/** The person at a crash test's station, over HTTP. */
export class CrashOperator {
  readonly #crash: CrashPlant;

  constructor(crash: CrashPlant) {
    this.#crash = crash;
  }

  /**
   * Gives a command of the contract until it is not refused for the moment (a link is not up yet, the PLC still
   * runs the order). Returns the HTTP status, null when the station was killed.
   */
  async command<N extends CommandName>(
    name: N,
    input: CommandGiven<N>,
    reason: string,
    beforeEachTry: () => void = () => undefined,
  ): Promise<number | null> {
    for (;;) {
      beforeEachTry();
      const reply = await this.#post(`/api/contract/command/${name}`, { input, reason, actor: 'Sari' });
      if (reply !== 503 && reply !== 409) return reply;
      await this.#nextRequest();
    }
  }

  /** Gives a chapter's command; the station dies at its first step that is new in this chapter. */
  async commandInChapter(
    { name, command, leaveOut }: CrashChapter,
    input: ReturnType<CrashChapter['input']>,
    reason: string,
  ): Promise<number | null> {
    const { plan, host } = this.#crash;
    // From the row that says that it begins to the one that says how it ended.
    const [from, to] = ['SQL insert into command_audit', 'SQL update command_audit'];
    const arm = (): void => plan.arm({ chapter: name, from, to, leaveOut });
    const status = await this.command(command, input, reason, arm);
    plan.disarm();
    if (!plan.isDoomed) return status;
    expect(await host.ended).toEqual({ code: null, signal: 'SIGKILL' });
    return null;
  }

  /** Brings every order to its end, with the answers that a person gives to what a killed command left open. */
  async settle(): Promise<void> {
    const crash = this.#crash;
    await crash.host.line(READY);
    await crash.untilKilledOr(async () => {
      for (const { mo_id, state } of await this.#ask('failed-to-push', resultsAnswer)) {
        if (state === 'held') await this.command('releasePush', { mo_id }, 'send it');
        if (state === 'parked') await this.command('cancelBatch', { mo_id }, 'Odoo has cancelled it');
      }
      for (const { mo_id, phase } of await this.#ask('batch-status', queueAnswer)) {
        // Its second run was over before the station could see it running in the slot of its first one.
        if (phase === 'unproven') await this.command('releaseUnproven', { mo_id }, 'it did run');
      }
      return await crash.isSettled();
    });
  }

  async #ask<T>(path: string, answer: z.ZodType<{ data: { batches: T[] } }>): Promise<readonly T[]> {
    const { body } = await this.#crash.host.call(`/api/admin/${path}`);
    return answer.parse(body).data.batches;
  }

  async #post(path: string, body: unknown): Promise<number | null> {
    const { host, plan } = this.#crash;
    try {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
      return (await host.call(path, { ...init, body: JSON.stringify(body) })).status;
    } catch (thrown) {
      if (!plan.isDoomed) throw thrown;
      return null;
    }
  }

  /** Resolves after the station's next request to the PLC: its links may have come up with it. */
  #nextRequest(): Promise<void> {
    const { plant, host } = this.#crash;
    return new Promise((resolve) => {
      const forget = plant.plc.server.onRequest(() => {
        forget();
        resolve();
      });
      void host.ended.then(() => resolve());
    });
  }
}
