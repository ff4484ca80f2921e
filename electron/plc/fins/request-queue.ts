import type { FinsFault } from './fins-result.ts';

/** A request that waits its turn. */
export interface QueuedRequest {
  /** A probe is let through while the link is lost. */
  readonly probe: boolean;
  /** Carries the request out. Must not reject. */
  run(): Promise<void>;
  /** Ends the request without having sent anything. */
  refuse(fault: FinsFault): void;
}

/** First in, first out, one at a time, with a limit on those that wait. */
export class RequestQueue {
  readonly #limitRequests: number;
  #waiting: QueuedRequest[] = [];
  #running: Promise<void> | null = null;

  constructor(limitRequests: number) {
    this.#limitRequests = limitRequests;
  }

  /** Takes a request, or returns false when as many as allowed are waiting already. */
  offer(request: QueuedRequest): boolean {
    if (this.#running === null) {
      this.#running = this.#runAll(request);
      return true;
    }
    if (this.#waiting.length >= this.#limitRequests) return false;
    this.#waiting.push(request);
    return true;
  }

  /** Refuses the waiting requests that `which` names, oldest first. The one in flight is not waiting. */
  refuse(fault: FinsFault, which: (request: QueuedRequest) => boolean = () => true): void {
    const refused = this.#waiting.filter(which);
    this.#waiting = this.#waiting.filter((request) => !refused.includes(request));
    for (const request of refused) request.refuse(fault);
  }

  /** Resolves when nothing runs or waits any more. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #runAll(first: QueuedRequest): Promise<void> {
    for (let next: QueuedRequest | undefined = first; next !== undefined; next = this.#waiting.shift()) {
      await next.run();
    }
    this.#running = null;
  }
}
