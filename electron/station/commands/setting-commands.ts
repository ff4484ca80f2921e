import type { SettingView } from '../../../shared/contract/views.ts';
import { INTERVAL_SETTING_NAMES } from '../config/load-config.ts';
import { ALL_SETTINGS } from '../config/setting-table.ts';
import { viewSetting } from '../views.ts';
import { type CommandHandler, type CommandServices, NO_CONSEQUENCES } from './command-handler.ts';

export const setSetting: CommandHandler<'setSetting'> = {
  async preview({ settings }, { name, value }) {
    settings.check(new Map([[name, textOf(value)]]));
    return NO_CONSEQUENCES;
  },
  async execute({ settings }, { name, value }) {
    const before = settings.named(name).map(viewSetting);
    settings.change(new Map([[name, textOf(value)]]));
    const after = settings.named(name).map(viewSetting);
    const effect = after.every(({ live }) => live) ? 'at once' : 'at the next start';
    const message = `${name} is ${value === null ? 'back to its default' : 'changed'}; it takes effect ${effect}`;
    return { output: { message, settings: after }, before, after };
  },
};

export const applyPreset: CommandHandler<'applyPreset'> = {
  async preview(services, { preset }) {
    services.settings.check(presetChanges(services, preset));
    return NO_CONSEQUENCES;
  },
  async execute(services, { preset }) {
    const before = intervals(services);
    services.settings.change(presetChanges(services, preset));
    const after = intervals(services);
    const fixed = after.filter(({ source }) => source === 'environment').map(({ key }) => key);
    const exception = fixed.length === 0 ? '' : `; set by the environment and unchanged: ${fixed.join(', ')}`;
    return {
      output: { message: `the cycle times are those of "${preset}"${exception}`, settings: after },
      before,
      after,
    };
  },
};

/** A cycle time of its own would win over the preset's: those in the file go, those in the environment stay. */
function presetChanges(services: CommandServices, preset: string): ReadonlyMap<string, string | null> {
  const own = intervals(services).filter(({ source }) => source === 'file');
  return new Map([['INTERVAL_PRESET', preset], ...own.map(({ key }) => [key, null] as const)]);
}

function intervals({ settings }: CommandServices): SettingView[] {
  return INTERVAL_SETTING_NAMES.flatMap((name) => settings.named(name)).map(viewSetting);
}

/** A command's input for the audit: a password that somebody tries to set here is refused, and not kept either. */
export function withoutSecret(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !('name' in input)) return input;
  const isSecret = ALL_SETTINGS.some(
    ({ secret, spellings }) => secret && spellings.some(({ name }) => name === input.name),
  );
  return isSecret ? { ...input, value: '***' } : input;
}

function textOf(value: string | number | boolean | null): string | null {
  return value === null ? null : String(value);
}
