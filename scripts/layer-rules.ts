/** A part of the tree and what it may import from the tree besides itself. */
export interface Layer {
  readonly name: string;
  /** Folders (ending in a slash) and files that belong to it; the first layer that fits owns a file. */
  readonly holds: readonly string[];
  /** Names of layers, or folders and files where only a part of one is allowed. */
  readonly mayImport: readonly string[];
  /** The only packages it may import; left out: any dependency of package.json. */
  readonly packages?: readonly string[];
  /** May it import node: modules? */
  readonly node: boolean;
  /** It is packed together with what it imports: then a package may be a devDependency too. */
  readonly bundled?: boolean;
  /** Each folder in it is an island: none imports another one. */
  readonly islands?: boolean;
}

/** The folders beside each other under `tasks`: none may import another. */
const SIBLINGS = ['plc', 'odoo', 'store', 'outbox', 'alarms', 'notifications', 'audit', 'access'];
const BASE = ['domain', 'shared'];
const SCREEN_BASE = ['renderer lib', 'renderer stores', 'shared'];
const HOST_FILES = ['electron/main.ts', 'electron/preload.ts', 'electron/headless.ts'];

function screens(part: string, holds: readonly string[], mayImport: readonly string[]): Layer {
  return { name: `renderer ${part}`, holds, mayImport, node: false, bundled: true };
}

function sibling(name: string): Layer {
  return { name, holds: [`electron/${name}/`], mayImport: BASE, node: true };
}

/**
 * The layers: an arrow points only downwards.
 *
 *     renderer app              hosts: electron/main.ts, preload.ts, headless.ts, shell/, http/
 *     renderer features           |      (features never import each other)
 *     renderer commands           |
 *     renderer components         |
 *     renderer lib and stores     |
 *         |                       |
 *         |                     station  ----------------------------.
 *         |                       |                                  |
 *         |                     tasks                                |
 *         |                       |                                  |
 *         |       plc odoo store outbox alarms notifications    training (the parts that it
 *         |       audit access (never each other)                names, to speak the wire's
 *         |                       |                              protocols)
 *         |                     domain                               |
 *         '-----------------------+--------- shared -----------------'
 */
export const LAYERS: readonly Layer[] = [
  {
    name: 'hosts',
    holds: [...HOST_FILES, 'electron/shell/', 'electron/http/'],
    mayImport: ['station', 'training', 'tasks', ...SIBLINGS, ...BASE],
    node: true,
  },
  {
    name: 'station',
    holds: ['electron/station/'],
    mayImport: ['training', 'tasks', ...SIBLINGS, ...BASE],
    node: true,
  },
  { name: 'tasks', holds: ['electron/tasks/'], mayImport: [...SIBLINGS, ...BASE], node: true },
  {
    name: 'training',
    holds: ['electron/training/'],
    mayImport: ['electron/plc/fins/', 'electron/plc/memory-map/', 'electron/domain/ports.ts', 'shared'],
    node: true,
  },
  { ...sibling('store'), mayImport: [...BASE, 'migrations'] },
  ...SIBLINGS.filter((name) => name !== 'store').map(sibling),
  { name: 'domain', holds: ['electron/domain/'], mayImport: ['shared'], node: false },
  { name: 'migrations', holds: ['migrations/'], mayImport: ['shared'], packages: ['kysely'], node: false },
  screens(
    'app',
    ['renderer/main.tsx', 'renderer/app/'],
    ['renderer features', 'renderer commands', 'renderer components', ...SCREEN_BASE],
  ),
  {
    ...screens(
      'features',
      ['renderer/features/'],
      ['renderer commands', 'renderer components', ...SCREEN_BASE],
    ),
    islands: true,
  },
  screens('commands', ['renderer/commands/'], ['renderer components', ...SCREEN_BASE]),
  screens('components', ['renderer/components/'], SCREEN_BASE),
  screens('lib', ['renderer/lib/'], SCREEN_BASE),
  screens('stores', ['renderer/stores/'], ['shared']),
  { name: 'shared', holds: ['shared/'], mayImport: [], node: false },
];

/** The package `electron` exists only inside Electron: whoever else imports it cannot run headless. */
export const ELECTRON_IMPORTERS = ['electron/main.ts', 'electron/preload.ts', 'electron/shell/'];

/** Every product file in these folders must be in a layer. */
export const PRODUCT_FOLDERS = ['electron/', 'shared/', 'renderer/', 'migrations/'];

/** Tools: they may import anything, and are no part of the product; size and names are checked. */
export const TOOL_FOLDERS = ['scripts/', 'bench/', 'e2e/'];

/** Files that are data, not code: any layer may import them. */
export const DATA_FOLDERS = ['resources/', 'renderer/styles/', 'package.json'];

/** Code of tests may import anything; product code may not import it. */
const TEST_CODE = /\/testing\/|\.(?:test|spec)\.tsx?$/;

/** True for tests and for everything in a folder called `testing`. */
export function isTestCode(path: string): boolean {
  return TEST_CODE.test(path);
}

export const MAX_LINES = 500;
export const WARN_LINES = 300;

/** `slot-codec.ts`, `name-of-claim.test.ts`, `omron-fins.d.ts`. */
export const FILE_NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|spec|bench|config|d))?\.tsx?$/;

/** `0001_plant_tables.ts`: the name is in the database of every plant and never changes. */
export const MIGRATION_NAME = /^\d{4}_[a-z0-9]+(?:_[a-z0-9]+)*\.ts$/;

/** Names that say nothing about what is inside. */
export const BANNED_NAMES = ['index.ts', 'index.tsx', 'utils.ts', 'utils.tsx'];
