import { readFile } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import { PAGE_HEADERS } from '../../shared/page-policy.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wav': 'audio/wav',
  '.woff2': 'font/woff2',
};

/** Answers a request for one of the screens' files; nothing outside `folder` is ever read. */
export async function answerWithFile(method: string, path: string, folder: string): Promise<Response> {
  const file = method === 'GET' ? fileOf(path, folder) : null;
  if (file === null) return pageOf('bad request', '.txt', 400);
  try {
    return pageOf(await readFile(file), extname(file));
  } catch {
    // Not there, or a folder: either way there is nothing to show at this address.
    return pageOf('not found', '.txt', 404);
  }
}

/** An answer with the headers of every page. */
export function pageOf(body: string | Buffer<ArrayBuffer>, extension: string, status = 200): Response {
  const type = TYPES[extension] ?? 'text/plain; charset=utf-8';
  return new Response(body, { status, headers: { ...PAGE_HEADERS, 'content-type': type } });
}

/** The file behind an address' path, still encoded; null when that leads out of the folder or means nothing. */
export function fileOf(path: string, folder: string): string | null {
  const decoded = decode(path);
  // A backslash separates folders on Windows, a colon names a drive or a stream there, and nul ends a name.
  if (decoded?.startsWith('/') !== true || /[\\:\0]/.test(decoded)) return null;
  const file = resolve(folder, `.${decoded}`, decoded.endsWith('/') ? 'index.html' : '');
  return file.startsWith(resolve(folder) + sep) ? file : null;
}

function decode(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
