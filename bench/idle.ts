import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { sleep } from '../electron/domain/ports.ts';
import { HeadlessFolder, HeadlessProcess } from '../electron/testing/headless-process.ts';
import { processesOf } from '../electron/testing/plant-processes.ts';
import { systemClock } from '../electron/testing/system-clock.ts';
import type { Bench, Finding, Row } from './bench.ts';

const MEASURED_SECONDS = 30;
/** After the load the READ area is followed closely for a while: that is not idle. */
const SETTLING_SECONDS = 5;
const BATCHES = 10;
const MS_PER_SECOND = 1_000;
/** proc(5): times of /proc/PID/stat, counted after the command's name in parentheses. */
const UTIME = 11;
const STIME = 12;

const ARMED = /verified word by word/;
const queueAnswer = z.object({ data: z.object({ batches: z.array(z.unknown()) }) });

/** What a station costs a computer on which nothing changes: ten batches in the PLC, read every 2 s. */
export const idle: Bench = {
  name: 'idle',
  async run() {
    const title = `Idle: ten batches in the PLC, read every 2 s, for ${MEASURED_SECONDS} s`;
    if (!existsSync('/proc/self/stat')) {
      return [{ title, head: [''], rows: [], meaning: 'left out: this system has no /proc.' }];
    }
    await using folder = await HeadlessFolder.make();
    const host = await HeadlessProcess.start({
      dataDir: folder.path,
      env: { TRAINING_SPEED: '0.1', ACCEPTANCE_FOLLOW_SECONDS: '1' },
    });
    await host.line(ARMED);
    const { body } = await host.call('/api/admin/batch-status');
    const loaded = queueAnswer.parse(body).data.batches.length;
    await sleep(systemClock, SETTLING_SECONDS * MS_PER_SECOND);
    const before = look(folder.path);
    await sleep(systemClock, MEASURED_SECONDS * MS_PER_SECOND);
    const after = look(folder.path);
    await host.stop();
    return [finding(title, loaded, before, after)];
  },
};

interface Seen {
  readonly role: string;
  readonly cpuSeconds: number;
  readonly rssMiB: number;
}

/** Each process of the station and of its training plant, by process id. */
function look(dataDir: string): ReadonlyMap<number, Seen> {
  const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  return new Map(
    processesOf(dataDir).map(({ pid, role }) => {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const ticks = Number(fields[UTIME]) + Number(fields[STIME]);
      const rssKiB = Number(
        /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0,
      );
      const name = role === 'other' ? 'PostgreSQL' : role;
      return [pid, { role: name, cpuSeconds: ticks / ticksPerSecond, rssMiB: rssKiB / 1024 }];
    }),
  );
}

function finding(
  title: string,
  loaded: number,
  before: ReadonlyMap<number, Seen>,
  after: ReadonlyMap<number, Seen>,
): Finding {
  const used = [...after].map(([pid, { role, cpuSeconds, rssMiB }]) => ({
    role,
    share: (cpuSeconds - (before.get(pid)?.cpuSeconds ?? 0)) / MEASURED_SECONDS,
    rssMiB,
  }));
  const rows = [...Map.groupBy(used, ({ role }) => role)].map(([role, processes]): Row => {
    const share = processes.reduce((sum, each) => sum + each.share, 0);
    const rss = processes.reduce((sum, each) => sum + each.rssMiB, 0);
    return [role, String(processes.length), `${(100 * share).toFixed(2)} %`, `${rss.toFixed(0)} MiB`];
  });
  const station = used.find(({ role }) => role === 'station');
  return {
    title,
    head: ['', 'processes', 'of one core', 'memory (RSS)'],
    rows: rows.toSorted((a, b) => Number(b[0] === 'station') - Number(a[0] === 'station')),
    meaning: `with ${loaded} of ${BATCHES} batches loaded the station takes ${(100 * (station?.share ?? 0)).toFixed(2)} % of one core and ${(station?.rssMiB ?? 0).toFixed(0)} MiB; RSS of PostgreSQL counts its shared memory in each process.`,
  };
}
