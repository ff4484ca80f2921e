import type { OpenKeys } from '../access/open-keys.ts';
import type { Actor } from '../access/person.ts';
import type { SessionBook } from '../access/session-book.ts';
import type { HostCalls } from '../station/host-calls/host-calls.ts';

/** What a server needs to serve people at browsers, beside programs. */
export interface Screens {
  readonly calls: HostCalls;
  readonly sessions: SessionBook;
  readonly openKeys: OpenKeys;
  /** Who a one-time link logs in; null: it lets look, and acting needs a PIN. */
  readonly linkUser: Actor | null;
  /** This computer's name, for the audit. */
  readonly stationName: string;
  /** The folder of the built screens; it may be missing. */
  readonly rendererFolder: string;
}
