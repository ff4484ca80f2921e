import { messageOf } from '../../../shared/errors.ts';
import type { Logger } from '../../domain/ports.ts';
import {
  type ControlContract,
  type ControlDoor,
  type ControlReplyMessage,
  controlRequestMessage,
} from './contract.ts';
import type { ControlDesk } from './control-desk.ts';
import { ControlHttpDoor } from './http-door.ts';

/** A child process's end of the control: the IPC channel to the parent, and a door for other programs. */
export class ChildControl<C extends ControlContract> {
  /** For the ready message. */
  readonly door: ControlDoor;
  readonly #desk: ControlDesk<C>;
  readonly #http: ControlHttpDoor;
  readonly #send: (message: ControlReplyMessage) => void;

  private constructor(
    desk: ControlDesk<C>,
    http: ControlHttpDoor,
    token: string,
    send: (message: ControlReplyMessage) => void,
  ) {
    this.#desk = desk;
    this.#http = http;
    this.#send = send;
    this.door = { port: http.port, token };
  }

  /** Opens the HTTP door. `send` hands a reply to the parent; it must not throw. */
  static async open<C extends ControlContract>(
    desk: ControlDesk<C>,
    options: { token: string; send: (message: ControlReplyMessage) => void; logger: Logger },
  ): Promise<ChildControl<C>> {
    const http = await ControlHttpDoor.open(desk, options.token, options.logger);
    return new ChildControl(desk, http, options.token, options.send);
  }

  /** Answers a message from the parent if it is a control request; false when it is something else. */
  take(message: unknown): boolean {
    const request = controlRequestMessage.safeParse(message);
    if (!request.success) return false;
    const { id, action, input } = request.data;
    void this.#desk.answer(action, input).then((reply) => this.#send({ kind: 'control-reply', id, reply }));
    return true;
  }

  async close(): Promise<void> {
    await this.#http.close();
  }
}

/** Sends to the parent; when the channel is closing, the parent no longer wants to know. */
export function sendToParent(logger: Logger): (message: ControlReplyMessage) => void {
  return (message) => {
    if (!process.connected) return;
    process.send?.(message, undefined, {}, (error) => {
      if (error !== null) logger.debug(`training control: ${messageOf(error)}`, { module: 'training' });
    });
  };
}
