import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ShellFixture } from './testing/shell-fixture.ts';

/** A shell whose folder of screens has a page and a program, with a secret beside the folder. */
async function served(): Promise<(url: string, method?: string) => Promise<Response>> {
  const shell = new ShellFixture();
  const folder = join(shell.userData, 'dist', 'renderer');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<p>screens</p>');
  writeFileSync(join(folder, 'assets', 'main-1.js'), 'run()');
  writeFileSync(join(shell.userData, 'dist', 'secret.txt'), 'secret');
  writeFileSync(join(shell.userData, 'dist', 'renderer-secret.txt'), 'secret');
  await shell.run();
  return async (url, method = 'GET') => {
    const answer = await shell.electron.serve?.(requestOf(url, method));
    if (answer === undefined) throw new Error('nothing is served');
    return answer;
  };
}

test.each([
  ['app://batchline/', '<p>screens</p>', 'text/html; charset=utf-8'],
  ['app://batchline/index.html?x=1#/batch', '<p>screens</p>', 'text/html; charset=utf-8'],
  ['app://batchline/assets/main-1.js', 'run()', 'text/javascript; charset=utf-8'],
])('%s is served', async (url, body, type) => {
  const answer = await (await served())(url);
  expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([200, body, type]);
});

test('the policy of every answer allows the own program and nothing else', async () => {
  const get = await served();
  for (const url of ['app://batchline/', 'app://batchline/assets/main-1.js', 'app://batchline/missing']) {
    const { headers } = await get(url);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test.each([
  ['app://batchline/../secret.txt', 400],
  ['app://batchline/..%2fsecret.txt', 400],
  ['app://batchline/%2e%2e/secret.txt', 400],
  ['app://batchline/%2e%2e%2fsecret.txt', 400],
  ['app://batchline/assets/../../secret.txt', 400],
  ['app://batchline/..%5csecret.txt', 400],
  ['app://batchline/../renderer-secret.txt', 400],
  ['app://batchline/..', 400],
  ['app://batchline//etc/passwd', 404],
  ['app://batchline/C:/Windows/win.ini', 400],
  ['app://batchline/index.html%00.js', 400],
  ['app://batchline/%', 400],
  ['app://other/index.html', 400],
  ['app://batchline', 400],
  ['app://batchline/assets', 404],
  ['app://batchline/missing.js', 404],
])('%s gets nothing', async (url, status) => {
  const answer = await (await served())(url);
  expect(answer.status).toBe(status);
  expect(await answer.text()).not.toContain('secret');
});

test('only reading is answered', async () => {
  expect((await (await served())('app://batchline/', 'POST')).status).toBe(400);
});

/** A request whose address stays as it is written: Request itself would take the dots out of it. */
function requestOf(url: string, method: string): Request {
  return Object.defineProperty(new Request('http://x/', { method }), 'url', { value: url });
}
