import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { killAllOf } from '../../electron/testing/plant-processes.ts';
import type { Order } from '../../electron/training/odoo/order.ts';
import { electronBinary } from '../../scripts/electron-binary.ts';
import type {
  CommandGiven,
  CommandName,
  CommandOutput,
  QueryGiven,
  QueryName,
  QueryOutput,
} from '../../shared/contract/contract.ts';
import type { HostCallGiven, HostCallName, HostCallOutput } from '../../shared/contract/host.ts';
import { ElectronMill } from './electron-mill.ts';
import { HeadlessMill } from './headless-mill.ts';
import type { MillHost, Opening } from './mill-host.ts';
import { ordersInOdoo } from './training-books.ts';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** Quick intervals, so that a test waits for events and not for a beat. */
const QUICK = {
  SYNC_INTERVAL_SECONDS: '1',
  PLC_READ_INTERVAL_SECONDS: '0.5',
  PROCESS_COMPLETED_INTERVAL_SECONDS: '1',
  EQUIPMENT_FAILURE_INTERVAL_SECONDS: '1',
  TRAINING_SPEED: '400',
};

export interface MillOptions {
  /** Settings under the mill's names, over those of a quick training plant. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A whole mill for one file of tests: a station with its training plant, and screens on it. */
export class Mill implements AsyncDisposable {
  readonly host: MillHost;
  readonly #folder: string;

  private constructor(folder: string, host: MillHost) {
    this.#folder = folder;
    this.host = host;
  }

  /** In Electron where its program is and BATCHLINE_E2E_HOST says `electron`, else headless with Chromium. */
  static async start({ env = {} }: MillOptions = {}): Promise<Mill> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'batchline-e2e-')));
    const all = { ...QUICK, ...env };
    const electron =
      process.env.BATCHLINE_E2E_HOST === 'electron' ? electronBinary(PROJECT, process.env) : null;
    const host =
      electron === null
        ? await HeadlessMill.start(folder, all)
        : await ElectronMill.start(electron, folder, all);
    return new Mill(folder, host);
  }

  /** A screen at a place (`/`, `/alarms`), in English and with the supervisor's control unless told otherwise. */
  screen(place = '/', options: Partial<Omit<Opening, 'place'>> = {}): Promise<Page> {
    return this.host.open({
      place,
      theme: 'light',
      language: 'en',
      as: 'Supervisor',
      context: {},
      ...options,
    });
  }

  leave(page: Page): Promise<void> {
    return this.host.leave(page);
  }

  /** Asks the station itself, past all screens. */
  async ask<N extends QueryName>(name: N, input: QueryGiven<N>): Promise<QueryOutput<N>> {
    return (await this.host.call('query', name, { input })) as QueryOutput<N>;
  }

  /** Gives a command past all screens. */
  async do<N extends CommandName>(
    name: N,
    input: CommandGiven<N>,
    reason = 'for a test',
  ): Promise<CommandOutput<N>> {
    return (await this.host.call('command', name, { input, reason })) as CommandOutput<N>;
  }

  async tell<N extends HostCallName>(name: N, input: HostCallGiven<N>): Promise<HostCallOutput<N>> {
    return (await this.host.call('host', name, { input })) as HostCallOutput<N>;
  }

  async switchOn(
    peer: 'plc' | 'odoo',
    name: string,
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    await this.tell('switchBehaviour', { peer, name, on: true, parameters });
  }

  /** The training plant without faults. */
  async allNormal(): Promise<void> {
    await this.tell('endLesson', {});
  }

  /** How fast the training plant doses, in kilograms a second; null: a whole order at once. */
  async doseAt(kgPerSecond: number | null): Promise<void> {
    await this.tell('setTrainingSpeed', { kg_per_second: kgPerSecond });
  }

  /** The orders of the training Odoo, by name. */
  ordersInOdoo(): ReadonlyMap<string, Order> {
    return ordersInOdoo(this.#folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.host[Symbol.asyncDispose]();
    killAllOf(this.#folder);
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}
