import type { Books } from './books.ts';
import type { JsonObject } from './json-value.ts';
import type { HttpAnswer } from './reply.ts';

/** A request before Odoo has seen it. `params` are empty when its body could not be read. */
export interface TrainingRequest {
  readonly method: string;
  readonly path: string;
  readonly params: JsonObject;
}

/**
 * What happens to a request.
 * - pass: Odoo answers it; the answer leaves after `delayMs`
 * - answer: this is sent, after `delayMs`; Odoo does not see the request
 * - hang: the caller waits until it gives up; Odoo does not see the request
 * - reset: the connection breaks; Odoo does not see the request
 * - drop-reply-after-applying: Odoo does all of it, but its reply never arrives
 */
export type Interception =
  | { readonly kind: 'pass'; readonly delayMs?: number }
  | { readonly kind: 'answer'; readonly answer: HttpAnswer; readonly delayMs?: number }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'drop-reply-after-applying'; readonly ending: 'reset' | 'hang' };

/**
 * The one hook of the training Odoo: decides what happens to each request. It may change the books first,
 * as a person at another screen may.
 */
export type Behaviour = (request: TrainingRequest, books: Books) => Interception;
