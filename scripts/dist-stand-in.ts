import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What @electron/fuses looks for in a program: https://github.com/electron/fuses, "Fuse Schema". */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSE_VERSION = 1;
/** One character a fuse, as Electron ships them: '1' on, '0' off. */
const SHIPPED_FUSES = '101100011';

/**
 * Makes a folder that the packer takes for Electron's, with nothing of it that runs: packing can be tried where
 * the real one cannot be had. Its program carries a fuse wire, so that switching fuses is tried too.
 */
export function makeElectronStandIn(folder: string, version: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'), { recursive: true });
  const wire = Buffer.concat([
    Buffer.from('#!/bin/sh\necho stands in for Electron\nexit 1\n'),
    Buffer.from(SENTINEL),
    Buffer.of(FUSE_VERSION, SHIPPED_FUSES.length),
    Buffer.from(SHIPPED_FUSES),
  ]);
  const files = {
    electron: wire,
    'chrome-sandbox': '',
    version,
    LICENSE: 'stands in for the licence of Electron\n',
    'LICENSES.chromium.html': 'stands in for the licences of Chromium\n',
    'locales/id.pak': '',
    'locales/en-US.pak': '',
    'locales/de.pak': '',
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  for (const program of ['electron', 'chrome-sandbox']) chmodSync(join(folder, program), 0o755);
}
