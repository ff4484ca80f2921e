import { join } from 'node:path';
import { parseArgs } from 'node:util';

export interface StartOptions {
  readonly dataDir: string;
  /** A window that fills the screen and cannot be left by mouse. */
  readonly kiosk: boolean;
  readonly fullscreen: boolean;
  /** Keep the secrets that are in the environment for the following starts. */
  readonly keepSecrets: boolean;
}

/** What the program was started with; what it does not know is Chromium's. `userData`: Electron's folder for it. */
export function readStartOptions(argv: readonly string[], userData: string): StartOptions {
  const flag = { type: 'boolean', default: false } as const;
  const options = {
    'data-dir': { type: 'string' },
    kiosk: flag,
    'full-screen': flag,
    'keep-secrets': flag,
  } as const;
  const { values } = parseArgs({ args: [...argv], options, strict: false });
  const dataDir = values['data-dir'];
  return {
    dataDir: typeof dataDir === 'string' ? dataDir : join(userData, 'data'),
    kiosk: values.kiosk === true,
    fullscreen: values['full-screen'] === true,
    keepSecrets: values['keep-secrets'] === true,
  };
}
