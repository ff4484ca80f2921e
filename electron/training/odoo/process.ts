/**
 * The training Odoo as a process of its own: `node process.ts '<options as JSON>'`, started with an IPC
 * channel. Messages out: {kind:'ready', url}, {kind:'behaviour-set', name}. Messages in: {kind:'behaviour', name}
 * with a name from BEHAVIOURS, {kind:'stop'}.
 * It ends on 'stop' and when the channel closes, so it never outlives the program that started it.
 */
import { z } from 'zod';
import { AppError, codeOf, messageOf } from '../../../shared/errors.ts';
import { processClock, stderrLogger } from '../process-ports.ts';
import { BEHAVIOURS, type BehaviourName } from './behaviours.ts';
import { parseJson } from './json-value.ts';
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

const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stop') }),
  z.object({
    kind: z.literal('behaviour'),
    name: z.custom<BehaviourName>((name) => typeof name === 'string' && Object.hasOwn(BEHAVIOURS, name)),
  }),
]);

const logger = stderrLogger.with({ module: 'training-odoo' });

async function start(options: TrainingOdooOptions): Promise<TrainingOdoo> {
  const ports = { clock: processClock, logger };
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
    process.on(signal, () => logger.debug(`${signal} is left to the parent process`));
  }
  const odoo = await start(readOptions(process.argv[2]));
  const stop = (): void => {
    odoo.stop().then(
      () => process.exit(0),
      (thrown: unknown) => {
        logger.error(`training Odoo did not stop: ${messageOf(thrown)}`);
        process.exit(1);
      },
    );
  };
  process.once('disconnect', stop);
  process.on('message', (raw: unknown) => {
    const message = messageSchema.safeParse(raw);
    if (!message.success) return logger.warn('training Odoo: unknown message from the parent process');
    if (message.data.kind === 'stop') return stop();
    odoo.setBehaviour(BEHAVIOURS[message.data.name]);
    process.send?.({ kind: 'behaviour-set', name: message.data.name });
  });
  // The parent may have gone while we started: then nobody will ever say 'disconnect' again.
  if (process.connected) process.send({ kind: 'ready', url: odoo.url });
  else stop();
}

main().catch((thrown: unknown) => {
  logger.error(`training Odoo cannot start: ${messageOf(thrown)}`);
  process.exit(1);
});
