import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import type { Cancel, Clock, Logger } from '../domain/ports.ts';
import {
  type ControlContract,
  type ControlDoor,
  controlDoorSchema,
  ODOO_CONTROL,
  PLC_CONTROL,
} from '../training/control/contract.ts';
import { type ControlClient, controlClient } from '../training/control/control-client.ts';
import { IpcControl } from '../training/control/ipc-client.ts';
import type { TrainingControl } from '../training/control/training-control.ts';

/** `.ts` from the sources, `.js` in the packed program. */
const EXTENSION = extname(import.meta.url);
const PLC_PROGRAM = fileURLToPath(new URL(`../training/plc/process${EXTENSION}`, import.meta.url));
const ODOO_PROGRAM = fileURLToPath(new URL(`../training/odoo/process${EXTENSION}`, import.meta.url));

/** How long a process of the training plant may take to start, and to stop, in milliseconds. */
const START_DEADLINE_MS = 15_000;
const STOP_DEADLINE_MS = 5_000;
/** Pause before a process that died is started again, in milliseconds. */
const RESTART_AFTER_MS = 1_000;

/** The training Odoo's account: no secret, it guards nothing. */
const ACCOUNT = { database: 'training', login: 'training', password: 'training' } as const;
/** FINS node numbers of the training PLC and of the station that talks to it. */
const PLC_NODE = 10;
const CLIENT_NODE = 20;

const readyMessage = z.object({
  kind: z.literal('ready'),
  port: z.number().int().optional(),
  url: z.string().optional(),
  control: controlDoorSchema,
});

export interface TrainingPlantOptions {
  readonly folder: string;
  readonly profile: string;
  readonly speedKgPerSecond: number | 'instant';
  readonly seed: number;
}

/** Where the running training plant is reached; both addresses are on loopback and stay the same while it runs. */
export interface TrainingPlant extends AsyncDisposable {
  readonly plc: {
    readonly host: '127.0.0.1';
    readonly port: number;
    readonly plcNode: number;
    readonly clientNode: number;
  };
  readonly odoo: {
    readonly url: string;
    readonly database: string;
    readonly username: string;
    readonly password: string;
  };
  /** Switches behaviours on and off; a process that was started again has all of them off. */
  readonly control: TrainingControl;
  /** Where other programs on this computer reach the same; it changes when a process is started again. */
  controlDoors(): { readonly plc: ControlDoor; readonly odoo: ControlDoor };
}

/** Starts the training plant: a PLC and an Odoo, each a process of its own. A process that dies is started again. */
export async function startTrainingPlant(
  options: TrainingPlantOptions,
  ports: { clock: Clock; logger: Logger },
): Promise<TrainingPlant> {
  const plc = new PlantProcess(
    'training PLC',
    PLC_PROGRAM,
    join(options.folder, 'plc.log'),
    ports,
    (port) => ({
      port,
      node: PLC_NODE,
      profile: options.profile,
      speed: options.speedKgPerSecond === 'instant' ? 'instant' : { kgPerSecond: options.speedKgPerSecond },
      seed: options.seed,
      memoryFile: join(options.folder, 'plc-memory.bin'),
    }),
  );
  const odoo = new PlantProcess(
    'training Odoo',
    ODOO_PROGRAM,
    join(options.folder, 'odoo.log'),
    ports,
    (port) => ({
      port,
      seed: options.seed,
      booksFile: join(options.folder, 'odoo-books.sqlite'),
      database: ACCOUNT.database,
      login: ACCOUNT.login,
      password: ACCOUNT.password,
    }),
  );
  const stop = async (): Promise<void> => {
    await Promise.all([plc.stop(), odoo.stop()]);
  };
  try {
    await Promise.all([plc.start(), odoo.start()]);
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return {
    plc: { host: '127.0.0.1', port: plc.port, plcNode: PLC_NODE, clientNode: CLIENT_NODE },
    odoo: {
      url: `http://127.0.0.1:${odoo.port}`,
      database: ACCOUNT.database,
      username: ACCOUNT.login,
      password: ACCOUNT.password,
    },
    control: { plc: plc.control(PLC_CONTROL), odoo: odoo.control(ODOO_CONTROL) },
    controlDoors: () => ({ plc: plc.door, odoo: odoo.door }),
    [Symbol.asyncDispose]: stop,
  };
}

/** One process of the training plant, with the station as its parent: it ends when the station ends. */
class PlantProcess {
  readonly #name: string;
  readonly #program: string;
  readonly #logFile: string;
  readonly #ports: { clock: Clock; logger: Logger };
  readonly #config: (port: number) => Record<string, unknown>;
  readonly #ipc: IpcControl;
  #child: ChildProcess | null = null;
  #port = 0;
  #door: ControlDoor | null = null;
  #stopping = false;
  #cancelRestart: Cancel = () => undefined;

  constructor(
    name: string,
    program: string,
    logFile: string,
    ports: { clock: Clock; logger: Logger },
    config: (port: number) => Record<string, unknown>,
  ) {
    this.#name = name;
    this.#program = program;
    this.#logFile = logFile;
    this.#ports = ports;
    this.#config = config;
    this.#ipc = new IpcControl((message) => {
      if (this.#child?.connected !== true) return false;
      this.#child.send(message, (error) => {
        if (error !== null) ports.logger.debug(`the ${name} did not take a message: ${error.message}`);
      });
      return true;
    }, ports.clock);
  }

  get port(): number {
    return this.#port;
  }

  /** Throws AppError TRAINING_NO_ANSWER before the process has served for the first time. */
  get door(): ControlDoor {
    if (this.#door === null) throw new AppError('TRAINING_NO_ANSWER', `the ${this.#name} does not serve yet`);
    return this.#door;
  }

  /** The process's control, whichever process it is at the moment. */
  control<C extends ControlContract>(contract: C): ControlClient<C> {
    return controlClient(contract, (action, input) => this.#ipc.carry(action, input));
  }

  /** Resolves when the process serves. Throws AppError INTERNAL when it does not in time. */
  async start(): Promise<void> {
    const log = openSync(this.#logFile, 'a');
    const child = fork(this.#program, [JSON.stringify(this.#config(this.#port))], {
      stdio: ['ignore', 'ignore', log, 'ipc'],
      // Inside Electron this program's file is Electron's: told so, it is a plain Node. Node does not know the word.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    closeSync(log);
    this.#child = child;
    child.once('exit', (code, signal) => this.#onExit(code, signal));
    child.on('message', (message) => this.#ipc.take(message));
    this.#port = await this.#ready(child);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#cancelRestart();
    const child = this.#child;
    if (child === null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    child.once('exit', () => resolve());
    const cancel = this.#ports.clock.after(STOP_DEADLINE_MS, () => child.kill('SIGKILL'));
    if (child.connected) child.send({ kind: 'stop' });
    await promise;
    cancel();
  }

  #ready(child: ChildProcess): Promise<number> {
    return new Promise((resolve, reject) => {
      const fail = (why: string): void => {
        cancel();
        reject(new AppError('INTERNAL', `the ${this.#name} did not start: ${why}`));
      };
      const cancel = this.#ports.clock.after(START_DEADLINE_MS, () => {
        child.kill('SIGKILL');
        fail('no answer');
      });
      child.once('error', (error) => fail(error.message));
      child.once('exit', (code) => fail(`it ended with ${code}; ${this.#logFile} says why`));
      child.on('message', (message) => {
        const ready = readyMessage.safeParse(message);
        if (!ready.success) return;
        cancel();
        const { port, url, control } = ready.data;
        this.#door = control;
        resolve(port ?? Number(new URL(url ?? 'http://127.0.0.1').port));
      });
    });
  }

  #onExit(code: number | null, signal: NodeJS.Signals | null): void {
    this.#child = null;
    this.#ipc.gone();
    if (this.#stopping || this.#port === 0) return;
    this.#ports.logger.warn(`the ${this.#name} ended (${signal ?? code}); it is started again`);
    this.#cancelRestart = this.#ports.clock.after(RESTART_AFTER_MS, () => {
      this.start().catch((thrown: unknown) => {
        this.#ports.logger.error(`the ${this.#name} cannot be started again: ${String(thrown)}`);
      });
    });
  }
}
