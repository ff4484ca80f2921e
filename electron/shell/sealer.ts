import type { SafeStorage } from 'electron';
import type { Sealer } from '../station/sealed-environment.ts';

/** The operating system's key store; null where Electron would only keep a key that everybody knows. */
export function sealerOf(safeStorage: SafeStorage): Sealer | null {
  if (!safeStorage.isEncryptionAvailable()) return null;
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return null;
  return {
    seal: (text) => safeStorage.encryptString(text),
    unseal: (sealed) => safeStorage.decryptString(sealed),
  };
}
