import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { HeadlessFolder, HeadlessProcess } from './testing/headless-process.ts';

/** Production on a plant that is away: nothing here needs it. */
const AWAY = {
  PLC_IP: '127.0.0.1',
  PLC_PORT: '9',
  ODOO_URL: 'http://127.0.0.1:9',
  ODOO_DATABASE: 'mill',
  ODOO_USERNAME: 'scada',
  ODOO_PASSWORD: 'feed-mill-secret',
};
const LINK = /^open in a browser: (http:\/\/127\.0\.0\.1:\d+\/open\?key=[\w-]{22})$/;
const answer = z.object({ status: z.string(), code: z.string().optional(), data: z.unknown().optional() });

/** A browser at the headless host: its cookie, and what a page of it sends. */
class Page {
  readonly #address: string;
  #cookie = '';

  constructor(address: string) {
    this.#address = address;
  }

  /** Opens the link that the host has printed. */
  static async opened(host: HeadlessProcess): Promise<Page> {
    const page = new Page(host.address);
    const link = LINK.exec(await host.line(LINK))?.[1] ?? '';
    page.#keep(await fetch(link, { redirect: 'manual' }));
    return page;
  }

  async ask(path: string, input: unknown = {}): Promise<z.output<typeof answer>> {
    const response = await fetch(`${this.#address}/api/contract/${path}`, {
      method: 'POST',
      headers: {
        cookie: this.#cookie,
        origin: this.#address,
        'x-batchline': '1',
        'content-type': 'application/json',
      },
      body: JSON.stringify(path.startsWith('command/') ? { input, reason: 'a good reason' } : { input }),
    });
    this.#keep(response);
    return answer.parse(await response.json());
  }

  #keep(response: Response): void {
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.#cookie = cookie.split(';')[0] ?? '';
  }
}

it('in production the first supervisor is named once, and everybody is there after a restart', {
  timeout: 120_000,
}, async () => {
  const folder = await HeadlessFolder.forTest();
  const start = (): Promise<HeadlessProcess> => HeadlessProcess.start({ dataDir: folder.path, env: AWAY });
  const file = join(folder.path, 'users.json');
  const host = await start();
  const page = await Page.opened(host);
  expect(await page.ask('host/session')).toMatchObject({
    data: { access: 'view', user: null, first_start: true, mode: 'production', training_accounts: [] },
  });
  await page.ask('host/createFirstSupervisor', { name: 'Budi', secret: '4711' });
  await page.ask('host/saveUser', { name: 'Sari', role: 'operator', secret: '1234' });
  expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
  expect(await host.stop()).toEqual({ code: 0, signal: null });

  const again = await start();
  const sari = new Page(again.address);
  expect(await sari.ask('host/login', { name: 'Sari', secret: '1234' })).toMatchObject({
    data: { access: 'control', user: { name: 'Sari', role: 'operator' }, first_start: false },
  });
  expect(await sari.ask('host/users')).toMatchObject({ status: 'error', code: 'FORBIDDEN' });
  expect(await again.stop()).toEqual({ code: 0, signal: null });

  writeFileSync(file, '{"format": 1,');
  const broken = await start();
  const viewer = await Page.opened(broken);
  const login = { name: 'Budi', secret: '4711' };
  expect(await viewer.ask('host/login', login)).toMatchObject({ code: 'USERS_FILE_BAD' });
  expect(await viewer.ask('host/session')).toMatchObject({ data: { access: 'view', first_start: false } });
  expect(await viewer.ask('query/health')).toMatchObject({ status: 'success' });
  expect(readFileSync(file, 'utf8')).toBe('{"format": 1,');
  expect(await broken.stop()).toEqual({ code: 0, signal: null });
});

it('in training the link opens as the ready-made supervisor, and the station refuses what the role may not', async () => {
  const folder = await HeadlessFolder.forTest();
  const host = await HeadlessProcess.start({ dataDir: folder.path });
  await host.line(/^this station leads, epoch/);
  const page = await Page.opened(host);
  expect(await page.ask('host/session')).toMatchObject({
    data: {
      access: 'control',
      user: { name: 'Supervisor', role: 'supervisor' },
      training_accounts: [{ name: 'Operator' }, { name: 'Supervisor' }],
    },
  });
  expect(await page.ask('command/setScheduler', { enabled: false })).toMatchObject({ status: 'success' });

  const operator = new Page(host.address);
  await operator.ask('host/login', { name: 'Operator', secret: '1111' });
  const supervisorOnly = [
    ['startOver', {}],
    ['clearQueue', {}],
    ['overrideGate', {}],
    ['setScheduler', { enabled: true }],
    ['setFlag', { flag: 'failure', value: 1 }],
    ['cancelBatch', { mo_id: 'WH/MO/00001' }],
  ] as const;
  for (const [name, input] of supervisorOnly)
    expect(await operator.ask(`command/${name}`, input), name).toMatchObject({ code: 'FORBIDDEN' });
  expect(await operator.ask('command/runTask', { task: 6 })).toMatchObject({ status: 'success' });
  const { data } = await operator.ask('query/audit', { limit: 100 });
  const rows = z
    .object({ entries: z.array(z.object({ actor: z.string(), command: z.string(), outcome: z.string() })) })
    .parse(data)
    .entries.filter(({ actor, outcome }) => actor === 'Operator' && outcome === 'refused');
  expect(rows.map(({ command }) => command).toReversed()).toEqual(supervisorOnly.map(([name]) => name));

  const lesson = await operator.ask('host/startLesson', { name: 'odoo-away-for-a-shift' });
  const lessons = z.object({ lessons: z.array(z.object({ name: z.string(), running: z.boolean() })) });
  const running = (view: unknown): string[] =>
    lessons.parse(view).lessons.flatMap(({ name, running }) => (running ? [name] : []));
  expect(running(lesson.data)).toEqual(['odoo-away-for-a-shift']);
  expect(running((await operator.ask('host/endLesson')).data)).toEqual([]);
  expect(await operator.ask('host/setTrainingSpeed', { kg_per_second: 50 })).toMatchObject({
    data: { kg_per_second: 50 },
  });
  expect(await host.stop()).toEqual({ code: 0, signal: null });
});
