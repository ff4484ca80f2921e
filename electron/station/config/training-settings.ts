import { numeric, type Setting } from './setting.ts';
import { speed } from './text-schemas.ts';

const trainingSpeed: Setting<number | 'instant'> = {
  spellings: [{ name: 'TRAINING_SPEED', unit: 'kg/s', range: '0.1 to 10000, or instant', schema: speed }],
  fallback: 200,
  show: String,
  secret: false,
  live: false,
  about: 'How fast the training plant doses.',
};

/** The training plant, when there is no real one. */
export const TRAINING_SETTINGS = {
  trainingSpeed,
  trainingSeed: numeric(
    'TRAINING_SEED',
    { min: 0, max: 4_294_967_295, whole: true, fallback: 1 },
    'Same seed, same training plant.',
  ),
} as const;
