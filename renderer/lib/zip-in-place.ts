import { type AsyncZippable, type Zippable, zipSync } from 'fflate/browser';

/**
 * Takes the place of fflate's `zip`, which starts workers from `blob:` addresses for anything large. The
 * content security policy forbids those, and fflate then never answers. Here it is one step; who calls it
 * with much to do calls it in a worker of the project's own.
 */
export function zip(files: AsyncZippable, done: (error: Error | null, archive: Uint8Array) => void): void {
  done(null, zipSync(files as Zippable));
}

export { strToU8, zipSync } from 'fflate/browser';
