import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { kg } from '../../../shared/units.ts';
import type { TaskNumber } from '../../domain/ports.ts';
import { INTERVAL_PRESETS } from './interval-presets.ts';
import { readNotificationRules } from './notification-settings.ts';
import { ALL_SETTINGS, SETTINGS } from './setting-table.ts';
import { type FileEntry, readSettingsFile } from './settings-file.ts';
import { SettingsReader } from './settings-reader.ts';
import type { StationConfig, StationMode, TaskSettings } from './station-config.ts';

export const SETTINGS_FILE_NAME = 'settings.json';

export interface ConfigInput {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly dataDir: string;
  /** Port of the HTTP host on loopback; 0 any free one, null none. */
  readonly httpPort: number | null;
}

/**
 * The station's configuration: environment, then `<dataDir>/settings.json`, then defaults.
 *
 * Production when PLC_IP and ODOO_URL are both set, training when neither is. Throws AppError
 * CONFIG_HALF_PRODUCTION naming what is missing when production is only half described, and CONFIG_INVALID
 * with every bad value or unknown field (`details.problems`); neither ever holds a secret.
 */
export function loadConfig(input: ConfigInput): StationConfig {
  return configFrom(input, readSettingsFile(join(input.dataDir, SETTINGS_FILE_NAME)));
}

/** The same with the fields of a settings file that were read already. */
export function configFrom(
  { env: given, dataDir, httpPort }: ConfigInput,
  file: ReadonlyMap<string, FileEntry>,
): StationConfig {
  const env = withTaskSwitches(given);
  const reader = new SettingsReader({ env, file, fileName: SETTINGS_FILE_NAME });
  reader.problems.push(...unknownNames(env, file), ...portProblems(httpPort));

  const target = readTarget(reader);
  const config = readRest(reader);
  if (reader.problems.length > 0) {
    throw new AppError('CONFIG_INVALID', reader.problems.join('\n'), {
      details: { problems: [...reader.problems] },
    });
  }
  return { dataDir, httpPort, ...config, mode: decideMode(target), settings: reader.rows };
}

/**
 * A task's switch counts by its number: middlewares of the mill have called the same task by several names
 * (ENABLE_TASK_5_EQUIPMENT_FAILURE, ENABLE_TASK_5_EQUIPMENT_FAILURE_MONITOR).
 */
function withTaskSwitches(env: ConfigInput['env']): ConfigInput['env'] {
  const names = ALL_SETTINGS.flatMap(({ spellings }) => spellings.map(({ name }) => name));
  const renamed = Object.entries(env).map(([name, value]): [string, string | undefined] => {
    const prefix = /^ENABLE_TASK_\d+_/.exec(name)?.[0];
    const canonical = prefix === undefined ? undefined : names.find((known) => known.startsWith(prefix));
    return canonical === undefined || env[canonical] !== undefined ? [name, value] : [canonical, value];
  });
  return Object.fromEntries(renamed);
}

/** A misspelt name in the file would silently do nothing; so would a misspelt task switch. */
function unknownNames(env: ConfigInput['env'], file: ReadonlyMap<string, FileEntry>): string[] {
  const known = new Set(ALL_SETTINGS.flatMap(({ spellings }) => spellings.map(({ name }) => name)));
  const inFile = [...file]
    .filter(([name]) => !known.has(name))
    .map(([name, { line }]) => `${SETTINGS_FILE_NAME} line ${line}: "${name}" is not a setting`);
  const switches = [...known].filter((name) => name.startsWith('ENABLE_TASK_'));
  const inEnvironment = Object.keys(env)
    .filter((name) => name.startsWith('ENABLE_TASK_') && !/^ENABLE_TASK_[1-7]_/.test(name))
    .map((name) => `${name} is not a setting; the task switches are ${switches.join(', ')}`);
  return [...inFile, ...inEnvironment];
}

function portProblems(httpPort: number | null): string[] {
  if (httpPort === null || (Number.isInteger(httpPort) && httpPort >= 0 && httpPort <= 65_535)) return [];
  return [`HTTP port: "${httpPort}" is not a port; allowed: 0 to 65535, whole`];
}

type Target = ReturnType<typeof readTarget>;

function readTarget(reader: SettingsReader) {
  const host = reader.get(SETTINGS.plcHost);
  const port = reader.get(SETTINGS.plcPort);
  reader.get(SETTINGS.plcProtocol);
  return {
    host,
    port,
    clientNode: reader.get(SETTINGS.clientNode),
    plcNode: reader.get(SETTINGS.plcNode),
    url: reader.get(SETTINGS.odooUrl),
    database: reader.get(SETTINGS.odooDatabase),
    username: reader.get(SETTINGS.odooUsername),
    password: reader.get(SETTINGS.odooPassword),
    speedKgPerSecond: reader.get(SETTINGS.trainingSpeed),
    seed: reader.get(SETTINGS.trainingSeed),
  };
}

function decideMode(target: Target): StationMode {
  const { host, url, database, username, password } = target;
  if (host === null && url === null) {
    return { kind: 'training', speedKgPerSecond: target.speedKgPerSecond, seed: target.seed };
  }
  if (host === null || url === null || database === null || username === null || password === null) {
    const needed = {
      PLC_IP: host,
      ODOO_URL: url,
      ODOO_DATABASE: database,
      ODOO_USERNAME: username,
      ODOO_PASSWORD: password,
    };
    const missing = Object.entries(needed).flatMap(([name, value]) => (value === null ? [name] : []));
    const present = host === null ? 'ODOO_URL' : url === null ? 'PLC_IP' : 'PLC_IP and ODOO_URL';
    throw new AppError(
      'CONFIG_HALF_PRODUCTION',
      `${present} set, but not ${missing.join(', ')}: set these too for production, or neither PLC_IP nor ODOO_URL for training`,
      { details: { missing } },
    );
  }
  return {
    kind: 'production',
    plc: { host, port: target.port, clientNode: target.clientNode, plcNode: target.plcNode },
    odoo: { url, database, username, password },
  };
}

function readRest(reader: SettingsReader) {
  return {
    profile: reader.get(SETTINGS.plcProfile),
    plcTiming: {
      readTimeoutMs: reader.get(SETTINGS.plcReadTimeout),
      writeTimeoutMs: reader.get(SETTINGS.plcWriteTimeout),
      probeIntervalMs: reader.get(SETTINGS.plcProbeInterval),
    },
    ...readTasks(reader),
    load: {
      syncBatchLimit: reader.get(SETTINGS.syncBatchLimit),
      intakeGate: reader.get(SETTINGS.intakeGate),
      gateStuckAfterMs: reader.get(SETTINGS.gateStuck),
      acceptanceFollowMs: reader.get(SETTINGS.acceptanceFollow),
    },
    batch: {
      expectedMaxKg: kg(reader.get(SETTINGS.batchMaxKg)),
      weightMarginKg: kg(reader.get(SETTINGS.batchMarginKg)),
      stuckAfterMs: reader.get(SETTINGS.batchStuck),
      tolerance: {
        percent: reader.get(SETTINGS.tolerancePercent),
        floorKg: kg(reader.get(SETTINGS.toleranceKg)),
      },
      zeroWeight: reader.get(SETTINGS.zeroWeight),
      failedBatchPolicy: reader.get(SETTINGS.failedBatchPolicy),
    },
    push: {
      odooTimeoutMs: reader.get(SETTINGS.odooTimeout),
      pushMaxPerSecond: reader.get(SETTINGS.pushMaxPerSecond),
      closePolicy: reader.get(SETTINGS.closePolicy),
      equipmentFailurePath: reader.get(SETTINGS.odooFailurePath),
      weighingEquipment: reader.get(SETTINGS.weighingEquipment),
      resultWaitAlarmMs: reader.get(SETTINGS.resultWaitAlarm),
    },
    notifications: readNotificationRules(reader),
    log: {
      level: reader.get(SETTINGS.logLevel),
      retentionDays: reader.get(SETTINGS.logRetentionDays),
      keepLastLines: reader.get(SETTINGS.logKeepLast),
    },
    timezone: reader.get(SETTINGS.timezone),
    databaseUrl: reader.get(SETTINGS.databaseUrl),
    apiToken: reader.get(SETTINGS.apiToken),
    httpHost: reader.get(SETTINGS.httpHost),
    controlLockMs: reader.get(SETTINGS.controlLock),
  };
}

/** Which settings switch a task and say how often it runs. */
export const TASK_SETTINGS = {
  1: { enabled: SETTINGS.task1, interval: SETTINGS.interval1 },
  2: { enabled: SETTINGS.task2, interval: SETTINGS.interval2 },
  3: { enabled: SETTINGS.task3, interval: SETTINGS.interval3 },
  4: { enabled: SETTINGS.task4, interval: SETTINGS.interval4 },
  5: { enabled: SETTINGS.task5, interval: SETTINGS.interval5 },
  6: { enabled: SETTINGS.task6, interval: SETTINGS.interval6 },
  7: { enabled: SETTINGS.task7, interval: SETTINGS.interval7 },
} as const;

/** The names of the tasks' cycle times, by task. */
export const INTERVAL_SETTING_NAMES: readonly string[] = Object.values(TASK_SETTINGS).map(
  ({ interval }) => interval.spellings[0].name,
);

function readTasks(reader: SettingsReader): Pick<StationConfig, 'autoSync' | 'tasks'> {
  const autoSync = reader.get(SETTINGS.autoSync);
  const preset = INTERVAL_PRESETS[reader.get(SETTINGS.preset)];
  const read = (task: TaskNumber): TaskSettings => ({
    enabled: reader.get(TASK_SETTINGS[task].enabled) && autoSync,
    intervalMs: reader.get(TASK_SETTINGS[task].interval, preset[task]),
  });
  return {
    autoSync,
    tasks: { 1: read(1), 2: read(2), 3: read(3), 4: read(4), 5: read(5), 6: read(6), 7: read(7) },
  };
}
