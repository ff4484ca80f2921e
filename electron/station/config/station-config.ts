import type { Kg } from '../../../shared/units.ts';
import type { LogLevel, TaskNumber } from '../../domain/ports.ts';
import type { NotificationRules } from '../../notifications/notification-rules.ts';
import type { SettingRow } from './settings-reader.ts';

export interface PlcEndpoint {
  readonly host: string;
  readonly port: number;
  /** Our FINS node number; null: derive it from our own address. */
  readonly clientNode: number | null;
  /** The PLC's FINS node number; null: derive it from its address. */
  readonly plcNode: number | null;
}

export interface OdooEndpoint {
  /** Without a slash at its end. */
  readonly url: string;
  readonly database: string;
  readonly username: string;
  readonly password: string;
}

/** Production talks to the plant; training talks to its own plant on loopback and has no other address. */
export type StationMode =
  | { readonly kind: 'production'; readonly plc: PlcEndpoint; readonly odoo: OdooEndpoint }
  | { readonly kind: 'training'; readonly speedKgPerSecond: number | 'instant'; readonly seed: number };

export interface TaskSettings {
  /** False also when ENABLE_AUTO_SYNC switched every timer off. */
  readonly enabled: boolean;
  readonly intervalMs: number;
}

export type IntakeGate = 'empty-queue' | 'free-slots';
export type ClosePolicy = 'close' | 'update-only';
export type ZeroWeightPolicy = 'ask' | 'accept';
export type FailedBatchPolicy = 'report' | 'hold';

/** Everything that a station is told from outside, checked. */
export interface StationConfig {
  readonly dataDir: string;
  /** Port of the HTTP host on loopback; 0 any free one, null none. */
  readonly httpPort: number | null;
  readonly mode: StationMode;
  readonly autoSync: boolean;
  readonly tasks: Readonly<Record<TaskNumber, TaskSettings>>;
  /** Name of the memory-map profile. */
  readonly profile: string;
  readonly plcTiming: {
    readonly readTimeoutMs: number;
    readonly writeTimeoutMs: number;
    readonly probeIntervalMs: number;
  };
  readonly batch: {
    readonly expectedMaxKg: Kg;
    readonly weightMarginKg: Kg;
    readonly stuckAfterMs: number;
    readonly tolerance: { readonly percent: number; readonly floorKg: Kg };
    readonly zeroWeight: ZeroWeightPolicy;
    readonly failedBatchPolicy: FailedBatchPolicy;
  };
  readonly load: {
    readonly syncBatchLimit: number;
    readonly intakeGate: IntakeGate;
    readonly gateStuckAfterMs: number;
    readonly acceptanceFollowMs: number;
  };
  readonly push: {
    readonly odooTimeoutMs: number;
    readonly pushMaxPerSecond: number;
    readonly closePolicy: ClosePolicy;
    readonly equipmentFailurePath: string;
    /** Odoo's code of the equipment for manual weighings of a material that belongs to none. */
    readonly weighingEquipment: string;
    readonly resultWaitAlarmMs: number;
  };
  /** What people are told outside the screens. */
  readonly notifications: NotificationRules;
  readonly log: {
    readonly level: LogLevel;
    readonly retentionDays: number;
    readonly keepLastLines: number;
  };
  /** IANA name of the plant's time zone. */
  readonly timezone: string;
  /** PostgreSQL server; null: the embedded one. A secret. */
  readonly databaseUrl: string | null;
  /** Token of the HTTP API; null: the one in the data folder. A secret. */
  readonly apiToken: string | null;
  /** The address that the HTTP host listens on. */
  readonly httpHost: string;
  /** How long a screen keeps control while nothing is done. */
  readonly controlLockMs: number;
  /** Where each value came from, secrets masked: see describeConfig. */
  readonly settings: readonly SettingRow[];
}

/**
 * Every setting with its value, unit, default, range and source, grouped by what it is for. Secrets are
 * masked. Feeds the README's table and the settings screen.
 */
export function describeConfig(config: StationConfig): readonly SettingRow[] {
  return config.settings;
}

/** The secret values of a configuration, to be registered with the log before anything else happens. */
export function secretsOf(config: StationConfig): readonly string[] {
  const secrets: string[] = [];
  if (config.mode.kind === 'production') secrets.push(config.mode.odoo.password);
  if (config.databaseUrl !== null) {
    const { password } = new URL(config.databaseUrl);
    secrets.push(config.databaseUrl);
    if (password !== '') secrets.push(password, decodeURIComponent(password));
  }
  if (config.apiToken !== null) secrets.push(config.apiToken);
  return secrets;
}
