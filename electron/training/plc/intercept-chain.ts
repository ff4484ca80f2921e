import type { Cancel } from '../../domain/ports.ts';
import type { FinsServer, IncomingRequest, Intercept, Interception } from './fins-server.ts';

type Sending = Extract<Interception, { kind: 'send' }>;

/**
 * Several interceptions at once, in the order in which they were added. The first that loses or refuses a
 * request decides; what the others do to the reply is done one after the other, and their delays add up.
 * It takes the server's one interception for itself while it has any, and gives it back afterwards.
 */
export class InterceptChain {
  readonly #server: FinsServer;
  readonly #links = new Set<Intercept>();

  constructor(server: FinsServer) {
    this.#server = server;
  }

  /** Adds an interception. */
  add(intercept: Intercept): Cancel {
    const link: Intercept = (request) => intercept(request);
    this.#links.add(link);
    this.#server.setIntercept((request) => this.#decide(request));
    return () => {
      if (this.#links.delete(link) && this.#links.size === 0) this.#server.setIntercept(null);
    };
  }

  #decide(request: IncomingRequest): Interception {
    const sendings: Sending[] = [];
    for (const link of [...this.#links]) {
      const interception = link(request);
      if (interception === 'pass') continue;
      if (interception.kind !== 'send') return interception;
      sendings.push(interception);
    }
    if (sendings.length === 0) return 'pass';
    return {
      kind: 'send',
      frames: (reply) =>
        sendings.reduce<readonly Uint8Array[]>((frames, sending) => frames.flatMap(sending.frames), [reply]),
      delayMs: sendings.reduce((sum, { delayMs = 0 }) => sum + delayMs, 0),
    };
  }
}
