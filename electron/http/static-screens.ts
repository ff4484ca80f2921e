import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { PAGE_HEADERS } from '../../shared/page-policy.ts';
import type { Screens } from './screens.ts';
import { wordsPage } from './words-page.ts';

/** Files of a build; more is no build of ours. */
const MAX_FILES = 2_000;
const INDEX = 'index.html';
const PAGE = { config: { door: 'page' } } as const;

const NOT_BUILT = wordsPage(
  'Layar belum dibuat. Jalankan `npm run build`, lalu mulai ulang program.',
  'The screens are not built yet. Run `npm run build`, then start the program again.',
);

/**
 * The built screens at `/`, to anybody: they hold no data. Each file of the build is an address of its own,
 * and there is no other, so no address leads out of the folder.
 */
export async function staticScreens(app: FastifyInstance, { rendererFolder }: Screens): Promise<void> {
  app.addHook('onSend', async (_request, reply) => {
    reply.headers(PAGE_HEADERS);
  });
  if (!existsSync(join(rendererFolder, INDEX))) {
    app.get('/', PAGE, async (_request, reply) =>
      reply.code(503).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(NOT_BUILT),
    );
    return;
  }
  await app.register(fastifyStatic, { root: rendererFolder, serve: false, cacheControl: false });
  for (const file of filesIn(rendererFolder)) {
    const url = `/${file.split('/').map(encodeURIComponent).join('/')}`;
    app.get(url, PAGE, async (_request, reply) =>
      reply.header('cache-control', cacheControlOf(file)).sendFile(file),
    );
  }
  app.get('/', PAGE, async (_request, reply) =>
    reply.header('cache-control', cacheControlOf(INDEX)).sendFile(INDEX),
  );
}

/** With forward slashes, from the folder on. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .slice(0, MAX_FILES)
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** What stands in `assets` has a hash of its content in its name: under that name it never changes. */
function cacheControlOf(file: string): string {
  if (file === INDEX) return 'no-store';
  return file.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}
