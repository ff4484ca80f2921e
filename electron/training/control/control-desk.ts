import { z } from 'zod';
import { AppError, codeOf, messageOf } from '../../../shared/errors.ts';
import type { ActionOf, ControlContract, ControlReply, OutputOf } from './contract.ts';
import { type ControlClient, controlClient } from './control-client.ts';

/** At the limit a further request is refused with RATE_LIMITED. */
export const MAX_WAITING_REQUESTS = 100;

/** What a peer does for each action; the input has been checked and has its defaults. */
export type ControlHandlers<C extends ControlContract> = {
  readonly [A in ActionOf<C>]: (
    input: z.output<C[A]['input']>,
  ) => z.input<C[A]['output']> | Promise<z.input<C[A]['output']>>;
};

/** The peer's end of the control: answers requests, whatever carried them. */
export class ControlDesk<C extends ControlContract> {
  /** For the program that holds this peer in its own process. */
  readonly client: ControlClient<C>;
  readonly #contract: C;
  readonly #handlers: ControlHandlers<C>;
  #waiting = 0;

  constructor(contract: C, handlers: ControlHandlers<C>) {
    this.#contract = contract;
    this.#handlers = handlers;
    this.client = controlClient(contract, (action, input) => this.answer(action, input));
  }

  /** Answers one request; anything wrong with it is a reply, never a rejection. */
  async answer(action: string, input: unknown): Promise<ControlReply> {
    if (!this.#isAction(action)) {
      return { ok: false, code: 'NOT_FOUND', message: `there is no action "${action}"` };
    }
    if (this.#waiting >= MAX_WAITING_REQUESTS) {
      return { ok: false, code: 'RATE_LIMITED', message: `${this.#waiting} requests are waiting already` };
    }
    this.#waiting += 1;
    try {
      return { ok: true, data: await this.#carryOut(action, input) };
    } catch (thrown) {
      return { ok: false, code: codeOf(thrown), message: messageOf(thrown) };
    } finally {
      this.#waiting -= 1;
    }
  }

  async #carryOut<A extends ActionOf<C>>(action: A, input: unknown): Promise<OutputOf<C, A>> {
    const declared: C[A] = this.#contract[action];
    const checked = declared.input.safeParse(input);
    if (!checked.success) {
      throw new AppError('BAD_REQUEST', `${action}: ${z.prettifyError(checked.error)}`);
    }
    const handle = this.#handlers[action];
    return (await handle(checked.data as z.output<C[A]['input']>)) as OutputOf<C, A>;
  }

  #isAction(action: string): action is ActionOf<C> {
    return Object.hasOwn(this.#contract, action);
  }
}
