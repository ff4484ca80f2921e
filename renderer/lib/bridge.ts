import type { StationBridge } from '../../shared/contract/bridge.ts';
import { httpBridge } from './http-bridge.ts';

declare global {
  interface Window {
    /** Given by the preload script in Electron; absent in a browser. */
    readonly station?: StationBridge;
  }
}

/** The only door from the screens to the station. */
export const bridge: StationBridge = window.station ?? httpBridge();
