import { AppError } from '../../../shared/errors.ts';
import type { ActionOf, ControlContract, ControlReply, InputOf, OutputOf } from './contract.ts';

/** Asks one training peer, wherever it runs. */
export interface ControlClient<C extends ControlContract> {
  /**
   * Rejects with an AppError: BAD_REQUEST for input that does not fit, NOT_FOUND for an unknown action or
   * behaviour, RATE_LIMITED when too much is waiting, TRAINING_NO_ANSWER when the peer's process is gone or
   * does not answer in time (then it may or may not have been done: list and see).
   */
  request<A extends ActionOf<C>>(action: A, input: InputOf<C, A>): Promise<OutputOf<C, A>>;
}

/** Carries a request to the peer and its reply back. `input` is checked already, the reply is not. */
export type Carry = (action: string, input: unknown) => Promise<ControlReply>;

/** A client of a contract over any carrier: checks on the way out and on the way back. */
export function controlClient<C extends ControlContract>(contract: C, carry: Carry): ControlClient<C> {
  return {
    async request<A extends ActionOf<C>>(action: A, input: InputOf<C, A>): Promise<OutputOf<C, A>> {
      const declared: C[A] | undefined = contract[action];
      if (declared === undefined) throw new AppError('NOT_FOUND', `there is no action "${action}"`);
      const checked = declared.input.safeParse(input);
      if (!checked.success) {
        throw new AppError('BAD_REQUEST', `${action}: ${checked.error.message}`, { cause: checked.error });
      }
      const reply = await carry(action, checked.data);
      if (!reply.ok) throw new AppError(reply.code, reply.message);
      const answer = declared.output.safeParse(reply.data);
      if (answer.success) return answer.data as OutputOf<C, A>;
      throw new AppError('INTERNAL', `${action}: the training plant's answer does not fit the contract`, {
        cause: answer.error,
      });
    },
  };
}
