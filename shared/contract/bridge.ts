import type { Envelope } from './declare.ts';

/** Which table of the contract a call is looked up in. */
export const CALL_KINDS = ['query', 'preview', 'command', 'host'] as const;
export type CallKind = (typeof CALL_KINDS)[number];

/** What a call carries: the input of the named declaration, and for a command why it is done. */
export interface CallBody {
  readonly input: unknown;
  readonly reason?: string | null;
}

/** How often a host says that it is still there, in milliseconds; a screen that hears nothing for two of them is cut off. */
export const BEAT_MS = 750;

/** What a host tells a screen by itself. */
export type HostMessage =
  | { readonly kind: 'event'; readonly event: unknown }
  | { readonly kind: 'beat' }
  /** A place to show: the operator clicked a desktop notification. */
  | { readonly kind: 'open'; readonly path: string };

/**
 * What a screen is given by the program that carries it: in Electron as `window.station` (through the
 * preload script), in a browser over HTTP. Nothing else leads from a screen to a station.
 */
export interface StationBridge {
  /** Answers with an envelope; rejects only when the host cannot be reached. */
  call(kind: CallKind, name: string, body: CallBody): Promise<Envelope<unknown>>;
  /** Tells everything from now on. Returns how to stop listening. */
  listen(listener: (message: HostMessage) => void): () => void;
}
