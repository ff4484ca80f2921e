/** One question to the PLC, and how its answer is taken apart. */
export interface FinsCommand<T> {
  /** Main and sub request code, e.g. 0x0101. */
  readonly code: number;
  /** For messages and logs, e.g. "read D6000..D6476". */
  readonly name: string;
  readonly data: Uint8Array;
  /** Exact number of data bytes behind the end code of a good reply; any other length is not our reply. */
  readonly replyDataBytes: number;
  /** Called only with exactly `replyDataBytes` bytes; total, so that no reply can throw. */
  decode(data: Uint8Array): T;
}

/** What the server's side makes of a request's data: its content, or the end code to refuse it with. */
export type DecodedRequest<T> =
  | { readonly kind: 'request'; readonly request: T }
  | { readonly kind: 'refused'; readonly endCode: number };

export const COMMAND_TOO_LONG = 0x1001;
export const COMMAND_TOO_SHORT = 0x1002;
export const ITEMS_AND_DATA_DIFFER = 0x1003;
export const PARAMETER_ERROR = 0x110c;

/** Refuses request data of another length than `bytes` with the end code that a PLC gives; null when it fits. */
export function refuseLength(data: Uint8Array, bytes: number): { kind: 'refused'; endCode: number } | null {
  if (data.length > bytes) return { kind: 'refused', endCode: COMMAND_TOO_LONG };
  if (data.length < bytes) return { kind: 'refused', endCode: COMMAND_TOO_SHORT };
  return null;
}
