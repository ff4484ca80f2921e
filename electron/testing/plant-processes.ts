import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';

export type ProcessRole = 'station' | 'training PLC' | 'training Odoo' | 'PostgreSQL' | 'other';

/** A live process that works for one data folder. */
export interface PlantProcess {
  readonly pid: number;
  readonly role: ProcessRole;
  readonly command: string;
}

/** What a command line holds when the process has this role. PostgreSQL's workers rename themselves: 'other'. */
const ROLES: readonly (readonly [RegExp, ProcessRole])[] = [
  [/headless\.ts/, 'station'],
  [/training\/plc\/process\.ts/, 'training PLC'],
  [/training\/odoo\/process\.ts/, 'training Odoo'],
  [/bin\/postgres\s+-D\s/, 'PostgreSQL'],
];

/**
 * Every live process of a data folder: those that name it in their command line (the station, its training
 * plant, PostgreSQL's server) and those that live in it (PostgreSQL's workers). It reads /proc, and so sees
 * orphans too, which no parent could name any more; on Linux only.
 */
export function processesOf(dataDir: string): readonly PlantProcess[] {
  const root = realpathSync(dataDir);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => look(Number(name), root) ?? []);
}

/** The one process of a data folder in this role. Throws when there is none, or more than one. */
export function pidOf(dataDir: string, role: Exclude<ProcessRole, 'other'>): number {
  const found = processesOf(dataDir).filter((each) => each.role === role);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only.pid;
  throw new Error(`${found.length} processes are the ${role} of ${dataDir}`);
}

/** Ends every process of a data folder at once: the last resort of a test's clean-up. */
export function killAllOf(dataDir: string): void {
  for (const { pid } of processesOf(dataDir)) kill(pid);
}

/** Kills one process; one that is gone already is no error. */
export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH')) throw thrown;
  }
}

function look(pid: number, root: string): PlantProcess | null {
  try {
    // A zombie has no command line and no folder any more: it holds nothing and is not found.
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    if (!command.includes(root) && !readlinkSync(`/proc/${pid}/cwd`).startsWith(root)) return null;
    return { pid, role: ROLES.find(([pattern]) => pattern.test(command))?.[1] ?? 'other', command };
  } catch {
    return null; // It ended while we looked.
  }
}
