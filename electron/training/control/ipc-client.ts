import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../../domain/ports.ts';
import { type ControlReply, type ControlRequestMessage, controlReplyMessage } from './contract.ts';

/** How long a training process may take to answer a control request, in milliseconds. */
export const CONTROL_DEADLINE_MS = 5_000;
/** At the limit a further request is refused with RATE_LIMITED. */
export const MAX_OPEN_REQUESTS = 100;

/** Sends a message to the process; false when it cannot be reached. */
export type SendToProcess = (message: ControlRequestMessage) => boolean;

/**
 * The parent's end of the control over a child's IPC channel: gives each request an id and its deadline, and
 * finds the request to each reply. A reply that comes too late finds nobody and is dropped.
 */
export class IpcControl {
  readonly #send: SendToProcess;
  readonly #clock: Clock;
  readonly #open = new Map<number, { settle(reply: ControlReply): void; fail(why: string): void }>();
  #lastId = 0;

  constructor(send: SendToProcess, clock: Clock) {
    this.#send = send;
    this.#clock = clock;
  }

  /** Asks the process. Rejects with AppError TRAINING_NO_ANSWER, RATE_LIMITED. */
  carry(action: string, input: unknown): Promise<ControlReply> {
    if (this.#open.size >= MAX_OPEN_REQUESTS) {
      const message = `${this.#open.size} control requests are open already`;
      return Promise.reject(new AppError('RATE_LIMITED', message));
    }
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      const done = (): void => {
        cancel();
        this.#open.delete(id);
      };
      const fail = (why: string): void => {
        done();
        reject(new AppError('TRAINING_NO_ANSWER', `${action}: ${why}`));
      };
      const cancel = this.#clock.after(CONTROL_DEADLINE_MS, () =>
        fail(`no answer within ${CONTROL_DEADLINE_MS} ms`),
      );
      this.#open.set(id, {
        fail,
        settle: (reply) => {
          done();
          resolve(reply);
        },
      });
      if (!this.#send({ kind: 'control', id, action, input })) fail('the process is not running');
    });
  }

  /** Takes a message from the process; anything but a reply to an open request is left alone. */
  take(message: unknown): void {
    const parsed = controlReplyMessage.safeParse(message);
    if (parsed.success) this.#open.get(parsed.data.id)?.settle(parsed.data.reply);
  }

  /** The process is gone: nobody will answer what is still open. */
  gone(): void {
    for (const request of [...this.#open.values()]) request.fail('the process ended');
  }
}
