import { brokenPageHtml, type ShellText } from '../../shared/text/shell-text.ts';
import { answerWithFile, pageOf } from '../station/screen-files.ts';
import type { ElectronApi } from './electron-api.ts';

/** The screens' own origin: neither file: with its rights nor a port that others could reach. */
export const APP_ORIGIN = 'app://batchline';
/** Shown when the screens cannot be kept running. */
export const BROKEN_PAGE = `${APP_ORIGIN}/broken`;

/** Must be called before Electron is ready. */
export function registerAppScheme(protocol: ElectronApi['protocol']): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }]);
}

/** Serves the screens' files in `folder`, and nothing outside it, as `app://batchline/`. */
export function serveApp(protocol: ElectronApi['protocol'], folder: string, text: ShellText): void {
  protocol.handle('app', async ({ method, url }) => {
    if (url === BROKEN_PAGE) return pageOf(brokenPageHtml(text), '.html');
    const path = /^app:\/\/batchline(\/[^?#]*)/.exec(url)?.[1] ?? '';
    return await answerWithFile(method, path, folder);
  });
}
