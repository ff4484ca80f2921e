import type { WebPreferences } from 'electron';
import { APP_ORIGIN } from './app-protocol.ts';
import type { ElectronApi } from './electron-api.ts';

/** What every window is made with: its page gets the preload script's bridge and nothing of Node or Electron. */
export const WEB_PREFERENCES = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  webviewTag: false,
  allowRunningInsecureContent: false,
  navigateOnDragDrop: false,
  // What the station tells must arrive in time also behind another window.
  backgroundThrottling: false,
} as const satisfies WebPreferences;

/** No page leaves this program's own, opens another, embeds one, or is given a right of the computer. */
export function lockDown({ app, session }: ElectronApi): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => {
      if (!event.url.startsWith(`${APP_ORIGIN}/`)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
}
