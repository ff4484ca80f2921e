/** Electron, given to the shell as a value: by main.ts the real module, by tests a stand-in checked by its types. */
export type ElectronApi = typeof import('electron');
