import type { EventEmitter } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { ElectronStandIn } from './testing/electron-stand-in.ts';

const STARTING_MS = 60_000;
const HEARD = ['uncaughtException', 'unhandledRejection', 'SIGINT', 'SIGTERM', 'SIGHUP'];
/** The test's own process, as an emitter of any event. */
const emitter: EventEmitter = process;
const userData = mkdtempSync(join(tmpdir(), 'batchline-main-'));
// As root the database runs as another user, who must get through to its folder, or it is put elsewhere.
chmodSync(userData, 0o711);
const electron = new ElectronStandIn(userData);
const before = new Set(HEARD.flatMap((event) => emitter.listeners(event)));

vi.mock('electron', () => ({ default: electron.api() }));

afterAll(() => {
  for (const event of HEARD) {
    for (const listener of emitter.listeners(event)) {
      if (!before.has(listener)) emitter.off(event, listener as () => void);
    }
  }
  rmSync(userData, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

test(
  'main.ts shows a window at once and runs a whole station behind it, which ends with the program',
  async () => {
    vi.stubEnv('TRAINING_SPEED', 'instant');
    await import('../main.ts');
    await vi.waitUntil(() => electron.windows.length === 1);
    const window = electron.window();
    expect(window.loaded).toEqual(['app://batchline/']);
    await vi.waitUntil(() => window.webContents.sent.length > 0, { timeout: STARTING_MS });
    const event = {
      sender: { id: window.webContents.id },
      senderFrame: { origin: 'app://batchline', parent: null },
    };
    expect(await electron.hear?.(event, 'query', 'health', { input: {} })).toMatchObject({
      ok: true,
      data: { mode: 'training', database: { state: 'up' } },
    });
    process.emit('SIGTERM');
    expect(await electron.exited).toBe(0);
    expect(electron.errorBoxes).toEqual([]);
  },
  STARTING_MS,
);
