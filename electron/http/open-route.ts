import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Screens } from './screens.ts';
import { keepCookie } from './session-cookie.ts';
import { wordsPage } from './words-page.ts';

const MAX_OPENS_PER_MINUTE = 30;
const openQuery = z.object({ key: z.string().max(128).catch('') });

/** The one-time link that the host prints: it puts the browser into a session and shows the screens. */
export function openRoute(app: FastifyInstance, { openKeys, sessions, linkUser }: Screens): void {
  const options = {
    config: { door: 'page', rateLimit: { max: MAX_OPENS_PER_MINUTE, timeWindow: 60_000 } },
    // A HEAD request, as a previewing program sends it, must not use the key up.
    exposeHeadRoute: false,
  } as const;
  app.get('/open', options, async (request, reply) => {
    const use = openKeys.use(openQuery.parse(request.query).key);
    reply.header('cache-control', 'no-store');
    if (use === 'good') {
      keepCookie(request, reply, sessions.open('link', linkUser));
      return reply.redirect('/', 303);
    }
    return reply.code(410).type('text/html; charset=utf-8').send(PAGES[use]);
  });
}

const PAGES = {
  used: wordsPage(
    'Tautan ini sudah dipakai. Mulai ulang program untuk mendapat tautan baru, atau buka layar dan login.',
    'This link has been used already. Start the program again for a new one, or open the screens and log in.',
  ),
  unknown: wordsPage(
    'Tautan ini salah, atau sudah lebih dari sepuluh menit. Mulai ulang program untuk mendapat tautan baru, atau buka layar dan login.',
    'This link is wrong, or older than ten minutes. Start the program again for a new one, or open the screens and log in.',
  ),
} as const;
