/**
 * The training PLC as a child process with an IPC channel:
 * `node electron/training/plc/process.ts '<JSON of ProcessConfig>'`.
 * Sends {kind: 'ready', port}; ends on {kind: 'stop'} and when the parent is gone.
 */
import { AppError, codeOf, messageOf } from '../../../shared/errors.ts';
import { processClock, stderrLogger } from '../process-ports.ts';
import { parentMessageSchema, parseProcessConfig, type ReadyMessage } from './process-config.ts';
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

/** Ends the process the quiet way: nothing is left open, so it exits by itself. */
async function end(plc: TrainingPlc): Promise<void> {
  await plc.stop();
  if (process.connected) process.disconnect();
}

async function main(): Promise<void> {
  const send = process.send?.bind(process);
  if (send === undefined)
    throw new AppError('CONFIG_INVALID', 'the training PLC needs a parent with an IPC channel');
  // Ctrl-C and a service manager reach the whole process group: the parent decides when this process ends.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => stderrLogger.debug(`training PLC: ${signal} is left to the parent`));
  }
  // A parent that was killed no longer reads our log; the channel's end tells us to stop.
  process.stderr.on('error', () => process.connected && process.disconnect());
  let gone = false;
  process.once('disconnect', () => {
    gone = true;
  });

  const plc = await startSomewhere(parseProcessConfig(process.argv[2]));
  process.once('disconnect', () => void end(plc));
  process.on('message', (message) => {
    const parsed = parentMessageSchema.safeParse(message);
    if (!parsed.success) stderrLogger.error('training PLC: unknown message from the parent');
    else if (parsed.data.kind === 'set-speed') plc.setSpeed(parsed.data.speed);
    else void end(plc);
  });
  if (gone) await end(plc);
  else send({ kind: 'ready', port: plc.port } satisfies ReadyMessage);
}

main().catch((thrown: unknown) => {
  stderrLogger.error(`training PLC: ${messageOf(thrown)}`, { code: codeOf(thrown) });
  process.exitCode = 1;
  if (process.connected) process.disconnect();
});
