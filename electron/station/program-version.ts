import manifest from '../../package.json' with { type: 'json' };

/** The version of this program, as it was released. */
export const PROGRAM_VERSION: string = manifest.version;
