/**
 * The training PLC as a child process with an IPC channel:
 * `node electron/training/plc/process.ts '<JSON of ProcessConfig>'`.
 * Sends {kind: 'ready', port, control: {port, token}} once it serves, answers control requests (see
 * ../control/contract.ts), and ends on {kind: 'stop'} and when the parent is gone.
 */
import { AppError, codeOf, messageOf } from '../../../shared/errors.ts';
import { ChildControl, sendToParent } from '../control/child-control.ts';
import type { PlcControl } from '../control/contract.ts';
import { newToken, processClock, stderrLogger } from '../process-ports.ts';
import { openPlcControl, type PlcControlRoom } from './plc-control.ts';
import { parseProcessConfig, type ReadyMessage, stopMessageSchema } from './process-config.ts';
import { TrainingPlc, type TrainingPlcOptions } from './training-plc.ts';

const ports = { clock: processClock, logger: stderrLogger };

/** Starts on the wanted port, or on any free one when another program has it. */
async function startSomewhere(options: TrainingPlcOptions): Promise<TrainingPlc> {
  try {
    return await TrainingPlc.start(options, ports);
  } catch (thrown) {
    const taken = thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE';
    if (!taken || options.port === 0) throw thrown;
    stderrLogger.warn(`training PLC: port ${options.port} is taken, using a free one`);
    return await TrainingPlc.start({ ...options, port: 0 }, ports);
  }
}

/** All that the process has open. */
class Opened {
  readonly plc: TrainingPlc;
  readonly control: ChildControl<PlcControl>;
  readonly #room: PlcControlRoom;
  #ending: Promise<void> | null = null;

  private constructor(plc: TrainingPlc, room: PlcControlRoom, control: ChildControl<PlcControl>) {
    this.plc = plc;
    this.control = control;
    this.#room = room;
  }

  static async open(options: TrainingPlcOptions): Promise<Opened> {
    const plc = await startSomewhere(options);
    const room = openPlcControl(plc, ports);
    const control = await ChildControl.open(room.desk, {
      token: newToken(),
      send: sendToParent(stderrLogger),
      logger: stderrLogger,
    });
    return new Opened(plc, room, control);
  }

  /** Ends the process the quiet way: nothing is left open, so it exits by itself. Twice does nothing more. */
  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    await this.control.close();
    await this.#room[Symbol.asyncDispose]();
    await this.plc.stop();
    if (process.connected) process.disconnect();
  }
}

async function main(): Promise<void> {
  const send = process.send?.bind(process);
  if (send === undefined)
    throw new AppError('CONFIG_INVALID', 'the training PLC needs a parent with an IPC channel');
  // Ctrl-C and a service manager reach the whole process group: the parent decides when this process ends.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => stderrLogger.warn(`training PLC: ${signal} is left to the parent`));
  }
  // A parent that was killed no longer reads our log; the channel's end tells us to stop.
  process.stderr.on('error', () => process.connected && process.disconnect());
  let gone = false;
  process.once('disconnect', () => {
    gone = true;
  });

  const opened = await Opened.open(parseProcessConfig(process.argv[2]));
  process.once('disconnect', () => void opened.end());
  process.on('message', (message) => {
    if (opened.control.take(message)) return;
    if (stopMessageSchema.safeParse(message).success) void opened.end();
    else stderrLogger.error('training PLC: unknown message from the parent');
  });
  if (gone) await opened.end();
  else {
    send({
      kind: 'ready',
      port: opened.plc.port,
      control: opened.control.door,
    } satisfies ReadyMessage);
  }
}

main().catch((thrown: unknown) => {
  stderrLogger.error(`training PLC: ${messageOf(thrown)}`, { code: codeOf(thrown) });
  process.exitCode = 1;
  if (process.connected) process.disconnect();
});
