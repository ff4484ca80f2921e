import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../shared/contract/contract.ts';
import { HOST_CALLS, type HostCallName } from '../../shared/contract/host.ts';
import { ListeningApi } from './testing/listening-api.ts';
import { type Browser, BUDI, SARI, type ScreensPlant, startScreens, TOKEN } from './testing/screens-plant.ts';

let api: ListeningApi;
let plant: ScreensPlant;
let browser: Browser;
beforeEach(async () => {
  api = new ListeningApi(() => undefined);
  plant = await startScreens(api);
  browser = plant.browser();
});
afterEach(async () => {
  await plant[Symbol.asyncDispose]();
  expect(plant.clock.pending, 'timers left').toBe(0);
});

/** A browser that was opened with the link: it may look. */
async function viewer(): Promise<Browser> {
  const opened = plant.browser();
  await opened.get(`/open?key=${plant.openKeys.make()}`);
  return opened;
}

describe('who acts', () => {
  it('each command reaches the station as the person of the session, whatever the body says', async () => {
    const [opened, sari, budi] = [await viewer(), await viewer(), await viewer()];
    await sari.logIn(SARI);
    await budi.logIn(BUDI);
    const body = { input: {}, actor: 'Somebody Else', reason: 'a good reason' };
    const said = { station: 'control-room', reason: 'a good reason' };
    for (const name of Object.keys(COMMANDS)) {
      for (const kind of ['preview', 'command']) {
        for (const who of [opened, sari, budi]) {
          expect(await who.post(`/api/contract/${kind}/${name}`, body)).toMatchObject({ status: 200 });
        }
        expect(api.callers.splice(0), `${kind} ${name}`).toEqual([
          { actor: 'nobody logged in', role: 'viewer', ...said },
          { actor: 'Sari', role: 'operator', ...said },
          { actor: 'Budi', role: 'supervisor', ...said },
        ]);
      }
    }
  });

  it('a command keeps control alive, a question does not; locked, it comes from a viewer', async () => {
    await browser.logIn(BUDI);
    const act = () => browser.post('/api/contract/command/clearQueue', { reason: 'a good reason' });
    await plant.clock.advance(14 * 60_000);
    await act();
    await plant.clock.advance(14 * 60_000);
    await browser.post('/api/contract/query/health');
    await browser.host('session');
    await act();
    await plant.clock.advance(15 * 60_000);
    await act();
    expect(api.callers.map(({ role }) => role)).toEqual(['supervisor', 'supervisor', 'viewer']);
    expect((await browser.post('/api/contract/query/health')).status, 'the view stays').toBe(200);
  });

  it('commands are counted per session: one that floods stops no other', async () => {
    const [loud, quiet] = [await viewer(), await viewer()];
    const act = (who: Browser) => who.post('/api/contract/command/runTask', { input: {} });
    let status = 200;
    for (let count = 0; status === 200 && count <= 300; count += 1) ({ status } = await act(loud));
    expect(status).toBe(429);
    expect(api.callers).toHaveLength(300);
    expect((await act(quiet)).status).toBe(200);
  });
});

describe("the host's own calls", () => {
  const seats = ['none', 'viewer', 'operator', 'supervisor', 'program'] as const;
  /** The least that may call it; `session` and `login` are for everybody. */
  const allowedFrom = (name: HostCallName): number => {
    if (name === 'session' || name === 'login') return 0;
    const { role } = HOST_CALLS[name];
    return role === null ? 1 : seats.indexOf(role);
  };

  /** Somebody who has just sat down. */
  async function sitting(seat: (typeof seats)[number]): Promise<Browser> {
    if (seat === 'none' || seat === 'program') return plant.browser();
    const at = plant.browser();
    const user = { operator: SARI, supervisor: BUDI, viewer: null }[seat];
    at.cookie = plant.sessions.open('link', user);
    return at;
  }

  it.each(seats)('from a seat of %s: those of its role, and no other', async (seat) => {
    const rank = seats.indexOf(seat);
    const headers: Record<string, string> = seat === 'program' ? { authorization: `Bearer ${TOKEN}` } : {};
    for (const name of Object.keys(HOST_CALLS) as HostCallName[]) {
      const at = await sitting(seat);
      // Fits nothing that has a name in it: what is allowed does no harm.
      const { status, body } = await at.post(`/api/contract/host/${name}`, { input: { name: 7 } }, headers);
      const code = /"code":"(\w+)"/.exec(JSON.stringify(body))?.[1] ?? null;
      if (rank >= allowedFrom(name)) expect(['UNAUTHORISED', 'FORBIDDEN'], name).not.toContain(code);
      else expect([status, code], name).toEqual(rank === 0 ? [401, 'UNAUTHORISED'] : [403, 'FORBIDDEN']);
    }
  });

  it('one that there is not is told so', async () => {
    const headers = { authorization: `Bearer ${TOKEN}` };
    for (const name of ['nothing', 'toString', '__proto__'])
      expect((await browser.post(`/api/contract/host/${name}`, {}, headers)).status).toBe(404);
  });
});
