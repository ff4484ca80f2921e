import { scryptSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { hashSecret, isSecret, isStoredHash, unknownHash } from './secret-hash.ts';

it('a hash is the one that RFC 7914 describes, with a salt of its own each time', async () => {
  const [first, second] = await Promise.all([hashSecret('4711'), hashSecret('4711')]);
  expect(first).not.toBe(second);
  const [scheme, N, r, p, salt = '', hash] = first.split('$');
  expect([scheme, N, r, p]).toEqual(['scrypt', '32768', '8', '1']);
  const cost = { N: 32_768, r: 8, p: 1, maxmem: 2 ** 26 };
  const expected = scryptSync('4711', Buffer.from(salt, 'base64url'), 32, cost);
  expect(hash).toBe(expected.toString('base64url'));
});

it('the secret itself fits, however its letters were typed, and no other does', async () => {
  const stored = await hashSecret('caf\u00e9');
  expect(await isSecret('cafe\u0301', stored)).toBe(true);
  expect(await isSecret('cafe', stored)).toBe(false);
  expect(await isSecret('caf\u00e9', unknownHash())).toBe(false);
});

it('the event loop turns while a hash is made', async () => {
  let turns = 0;
  let isDone = false;
  const turn = (): void => {
    turns += 1;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  await hashSecret('4711');
  isDone = true;
  expect(turns).toBeGreaterThan(10);
});

it('more than 18 at once are refused, and all the others get their turn', async () => {
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => hashSecret('4711')));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(18);
  const refused = tries.filter((tried) => tried.status === 'rejected');
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'RATE_LIMITED' });
  expect(isStoredHash(await hashSecret('4711'))).toBe(true);
});

it.each([
  '',
  'scrypt$32768$8$1$short$short',
  `scrypt$1048576$8$1$${'a'.repeat(22)}$${'a'.repeat(43)}`,
  `scrypt$32768$99$1$${'a'.repeat(22)}$${'a'.repeat(43)}`,
  `bcrypt$32768$8$1$${'a'.repeat(22)}$${'a'.repeat(43)}`,
])('"%s" is no hash to compare with', (text) => {
  expect(isStoredHash(text)).toBe(false);
});
