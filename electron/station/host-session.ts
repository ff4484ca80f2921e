import { AppError, messageOf } from '../../shared/errors.ts';
import { scheduleBeat } from '../tasks/beat.ts';
import type { TrainingControl } from '../training/control/training-control.ts';
import { Closers } from './closers.ts';
import { LiveSettings } from './config/live-settings.ts';
import { type StationConfig, secretsOf } from './config/station-config.ts';
import { type DataPaths, prepareDataFolder } from './data-folder.ts';
import { findProfile } from './find-profile.ts';
import { createLogger, type StationLogger } from './log/create-logger.ts';
import type { LogRecord } from './log/log-record.ts';
import type { PlantEndpoints } from './plant-endpoints.ts';
import { type Station, startStation } from './station.ts';
import { systemClock, systemIds, systemRandom } from './system-ports.ts';
import { startTrainingPlant } from './training-plant.ts';

export interface HostSessionOptions {
  readonly dataDir: string;
  readonly httpPort: number | null;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A running station with all that surrounds it: data folder, log, training plant. */
export interface HostSession extends AsyncDisposable {
  readonly config: StationConfig;
  readonly settings: LiveSettings;
  readonly paths: DataPaths;
  readonly logger: StationLogger;
  readonly station: Station;
  /** The switches of the training plant; null in production. */
  readonly training: TrainingControl | null;
  close(): Promise<void>;
}

/**
 * Opens everything that a host gives a face to, in order: configuration, data folder, log, training plant
 * (in training mode), station. Rejects with AppError, everything closed again, when one of them cannot be.
 */
export async function openHostSession(options: HostSessionOptions): Promise<HostSession> {
  const folder = prepareDataFolder({ dataDir: options.dataDir });
  const sinks: ((record: LogRecord) => void)[] = [];
  const logger = createLogger({
    dataDir: folder.paths.root,
    console: true,
    clock: systemClock,
    sink: (record) => {
      for (const sink of sinks) sink(record);
    },
  });
  const closers = new Closers(systemClock, logger);
  closers.add('data folder', async () => folder.release());
  closers.add('log', () => logger.close());
  try {
    const settings = LiveSettings.open({ ...options, dataDir: folder.paths.root });
    const config = settings.atStart;
    for (const secret of secretsOf(config)) logger.registerSecret(secret);
    logger.setLevel(config.log.level);
    settings.onChange(({ log }) => logger.setLevel(log.level));
    // Before the training PLC meets it, which could only die of it.
    findProfile(config.profile);
    const { endpoints, training } = await plantOf(config, folder.paths, logger, closers);
    const ports = {
      clock: systemClock,
      beat: scheduleBeat(systemClock),
      random: systemRandom,
      newId: systemIds,
      logger,
      attachLogSink: (sink: (record: LogRecord) => void) => sinks.push(sink),
    };
    const station = await startStation(settings, endpoints, folder.paths, ports);
    closers.add('station', () => station.stop());
    const close = (): Promise<void> => closers.close();
    const { paths } = folder;
    return { config, settings, paths, logger, station, training, close, [Symbol.asyncDispose]: close };
  } catch (thrown) {
    logger.error(thrown instanceof AppError ? `${thrown.code}: ${thrown.message}` : messageOf(thrown));
    await closers.close();
    throw thrown;
  }
}

/** Where the plant is: in training mode it is started here, as processes of its own on loopback. */
async function plantOf(
  config: StationConfig,
  paths: DataPaths,
  logger: StationLogger,
  closers: Closers,
): Promise<{ readonly endpoints: PlantEndpoints; readonly training: TrainingControl | null }> {
  const { mode } = config;
  if (mode.kind === 'production') return { endpoints: mode, training: null };
  const plant = await startTrainingPlant(
    {
      folder: paths.training,
      profile: config.profile,
      speedKgPerSecond: mode.speedKgPerSecond,
      seed: mode.seed,
    },
    { clock: systemClock, logger },
  );
  closers.add('training plant', async () => plant[Symbol.asyncDispose]());
  logger.info(
    `TRAINING MODE: a training PLC on UDP port ${plant.plc.port} and a training Odoo at ${plant.odoo.url}`,
  );
  return { endpoints: plant, training: plant.control };
}
