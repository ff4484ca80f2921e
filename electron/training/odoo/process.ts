/**
 * The training Odoo as a process of its own: `node process.ts '<options as JSON>'`, started with an IPC
 * channel. Sends {kind: 'ready', url, control: {port, token}} once it serves, answers control requests (see
 * ../control/contract.ts), and ends on {kind: 'stop'} and when the channel closes, so it never outlives the
 * program that started it.
 */
import { z } from 'zod';
import { AppError, codeOf, messageOf } from '../../../shared/errors.ts';
import { ChildControl, sendToParent } from '../control/child-control.ts';
import type { ControlDoor } from '../control/contract.ts';
import { newToken, processClock, stderrLogger } from '../process-ports.ts';
import { parseJson } from './json-value.ts';
import { openOdooControl } from './odoo-control.ts';
import { FAILURE_PATHS } from './routes.ts';
import { TrainingOdoo, type TrainingOdooOptions } from './training-odoo.ts';

const optionsSchema = z.strictObject({
  port: z.number().int().min(0).max(65_535).optional(),
  database: z.string().min(1),
  login: z.string().min(1),
  password: z.string().min(1),
  seed: z.number().int(),
  orders: z
    .strictObject({
      stock: z.number().int().min(0).max(10_000).optional(),
      count: z.number().int().min(0).max(10_000).optional(),
    })
    .optional(),
  booksFile: z.string().min(1).optional(),
  failurePath: z.enum(FAILURE_PATHS).optional(),
});

/** What the parent may send besides control requests. */
const stopMessageSchema = z.strictObject({ kind: z.literal('stop') });

/** What the process sends to the parent once it serves. */
interface ReadyMessage {
  readonly kind: 'ready';
  readonly url: string;
  /** Where other programs reach the control. */
  readonly control: ControlDoor;
}

const logger = stderrLogger.with({ module: 'training-odoo' });
const ports = { clock: processClock, logger };

async function start(options: TrainingOdooOptions): Promise<TrainingOdoo> {
  try {
    return await TrainingOdoo.start(options, ports);
  } catch (thrown) {
    if (codeOf(thrown) !== 'TRAINING_PORT_IN_USE') throw thrown;
    logger.warn(`${messageOf(thrown)}; taking any free port`);
    return await TrainingOdoo.start({ ...options, port: 0 }, ports);
  }
}

function readOptions(argument: string | undefined): TrainingOdooOptions {
  const options = optionsSchema.safeParse(parseJson(argument ?? ''));
  if (options.success) return options.data;
  throw new AppError('CONFIG_INVALID', `options of the training Odoo: ${z.prettifyError(options.error)}`);
}

async function main(): Promise<void> {
  if (process.send === undefined)
    throw new AppError('CONFIG_INVALID', 'the training Odoo needs an IPC channel');
  // Ctrl-C and a service manager reach the whole process group; the parent decides when its children end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => logger.warn(`${signal} is left to the parent process`));
  }
  const odoo = await start(readOptions(process.argv[2]));
  const room = openOdooControl(odoo, ports);
  const control = await ChildControl.open(room.desk, {
    token: newToken(),
    send: sendToParent(logger),
    logger,
  });
  const close = async (): Promise<void> => {
    await control.close();
    await room[Symbol.asyncDispose]();
    await odoo.stop();
  };
  let closing = false;
  const stop = (): void => {
    if (closing) return;
    closing = true;
    close().then(
      () => process.exit(0),
      (thrown: unknown) => {
        logger.error(`training Odoo did not stop: ${messageOf(thrown)}`);
        process.exit(1);
      },
    );
  };
  process.once('disconnect', stop);
  process.on('message', (message: unknown) => {
    if (control.take(message)) return;
    if (stopMessageSchema.safeParse(message).success) stop();
    else logger.warn('training Odoo: unknown message from the parent process');
  });
  // The parent may have gone while we started: then nobody will ever say 'disconnect' again.
  if (process.connected) {
    process.send({ kind: 'ready', url: odoo.url, control: control.door } satisfies ReadyMessage);
  } else stop();
}

main().catch((thrown: unknown) => {
  logger.error(`training Odoo cannot start: ${messageOf(thrown)}`);
  process.exit(1);
});
