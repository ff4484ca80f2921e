import type { FinsServer, Interception } from '../../training/plc/fins-server.ts';

/** READ and WRITE area of the shipped memory maps: what a load is about, and no other task. */
const SLOT_AREAS = { first: 6000, last: 7999 };
/** Three unanswered requests are a lost link; one more drop shows that the station now only probes. */
const DROPS_UNTIL_THE_LINE_IS_BACK = 4;

/**
 * - line: this request and all that follow are lost, until the station has given the link up
 * - reply: the PLC does what it was asked, but the station never hears of it
 */
export type Cut = 'line' | 'reply';

/** The cable between a station and its PLC, which a test cuts at a datagram of its choice. */
export class CutLine {
  #plan: { readonly at: number; readonly cut: Cut; readonly forGood: boolean } | null = null;
  #seen = 0;
  #dropped = 0;
  #losingReply = false;
  #wasCut = false;

  constructor(server: FinsServer) {
    server.setIntercept(({ address }) => this.#decide(address));
  }

  /** Cuts at the n-th request for slots from now on; `forGood`: until {@link mend}. */
  cutAt(at: number, cut: Cut, forGood = false): void {
    this.#plan = { at, cut, forGood };
    this.#seen = 0;
    this.#dropped = 0;
    this.#wasCut = false;
  }

  mend(): void {
    this.#plan = null;
  }

  /** Whether the reply to the request at hand is lost. */
  get losingReply(): boolean {
    return this.#losingReply;
  }

  /** Whether the n-th request has come at all. */
  get wasCut(): boolean {
    return this.#wasCut;
  }

  #decide(address: number | null): Interception {
    this.#losingReply = false;
    const plan = this.#plan;
    const slots = address !== null && address >= SLOT_AREAS.first && address <= SLOT_AREAS.last;
    if (slots) this.#seen += 1;
    if (plan === null || this.#seen < plan.at) return 'pass';
    const first = !this.#wasCut;
    this.#wasCut = true;
    if (plan.cut === 'reply' && first) {
      if (!plan.forGood) this.#plan = null;
      this.#losingReply = true;
      return { kind: 'send', frames: () => [] };
    }
    this.#dropped += 1;
    if (!plan.forGood && this.#dropped >= DROPS_UNTIL_THE_LINE_IS_BACK) this.#plan = null;
    return { kind: 'drop' };
  }
}
