import type { AlarmGroup } from '../../shared/contract/alarms.ts';
import type { EpochMs } from '../domain/batch.ts';

/** An alarm that comes three times or more within this time is chattering, in milliseconds. */
export const CHATTER_WINDOW_MS = 60_000;
/** Alarms of one group that come within this time of the first are taken for its consequences, in milliseconds. */
export const FIRST_OUT_WINDOW_MS = 5_000;
/** Alarms whose raises are remembered; the one raised longest ago is forgotten first. */
const MAX_REMEMBERED_ALARMS = 1000;
/** Raises that are counted of one alarm within the window; more make no difference to anybody. */
const MAX_COUNTED_RAISES = 100;

/**
 * When alarms were raised lately, also those that are over: an alarm that was acknowledged and comes
 * again is a new alarm, and chatters all the same.
 */
export class RecentRaises {
  /** In the order of the last raise. */
  readonly #raises = new Map<string, readonly EpochMs[]>();
  readonly #first = new Map<AlarmGroup, { readonly key: string; readonly at: EpochMs }>();

  /** Notes a raise. Returns how often the alarm came within the window that ends now. */
  note(key: string, at: EpochMs): number {
    const recent = (this.#raises.get(key) ?? []).filter((earlier) => at - earlier <= CHATTER_WINDOW_MS);
    const raises = [...recent, at].slice(-MAX_COUNTED_RAISES);
    this.#raises.delete(key);
    this.#raises.set(key, raises);
    const oldest = this.#raises.keys().next();
    if (this.#raises.size > MAX_REMEMBERED_ALARMS && !oldest.done) this.#raises.delete(oldest.value);
    return raises.length;
  }

  /** The alarm that a raise of `key` makes the first of several; null when it stands alone, or is itself the first. */
  firstOf(group: AlarmGroup, key: string, at: EpochMs): string | null {
    const first = this.#first.get(group);
    if (first !== undefined && at >= first.at && at - first.at <= FIRST_OUT_WINDOW_MS) {
      return first.key === key ? null : first.key;
    }
    this.#first.set(group, { key, at });
    return null;
  }
}
