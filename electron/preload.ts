import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { HostMessage, StationBridge } from '../shared/contract/bridge.ts';
import { CALL_CHANNEL, MESSAGE_CHANNEL } from './shell/ipc-channels.ts';

/** All that a page is given: two functions. Neither hands it Electron, nor a channel of its own choice. */
const bridge: StationBridge = {
  call: (kind, name, body) => ipcRenderer.invoke(CALL_CHANNEL, kind, name, body),
  listen(listener) {
    const hear = (_event: IpcRendererEvent, message: HostMessage): void => listener(message);
    ipcRenderer.on(MESSAGE_CHANNEL, hear);
    return () => {
      ipcRenderer.off(MESSAGE_CHANNEL, hear);
    };
  },
};

contextBridge.exposeInMainWorld('station', bridge);
