import { expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { OPEN_KEY_LIFETIME_MS, OpenKeys } from './open-keys.ts';

it('a key is good once, and 128 bits long', () => {
  const keys = new OpenKeys(new FakeClock());
  const key = keys.make();
  expect(Buffer.from(key, 'base64url')).toHaveLength(16);
  expect([keys.use(key), keys.use(key)]).toEqual(['good', 'used']);
  expect(keys.use(`${key}A`)).toBe('unknown');
});

it('a key is worth nothing after ten minutes', async () => {
  const clock = new FakeClock();
  const keys = new OpenKeys(clock);
  const [early, late] = [keys.make(), keys.make()];
  await clock.advance(OPEN_KEY_LIFETIME_MS - 1);
  expect(keys.use(early)).toBe('good');
  await clock.advance(1);
  expect([keys.use(late), keys.use(early)]).toEqual(['unknown', 'unknown']);
});

it('of more than sixteen the oldest goes', () => {
  const keys = new OpenKeys(new FakeClock());
  const made = Array.from({ length: 17 }, () => keys.make());
  expect(made.map((key) => keys.use(key))).toEqual(['unknown', ...Array(16).fill('good')]);
});
