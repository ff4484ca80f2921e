import type { Books } from './books.ts';
import type { Behaviour, Interception, TrainingRequest } from './interception.ts';
import { isOpen } from './order.ts';
import { envelope, notFound, page, success } from './reply.ts';

const PASS: Interception = { kind: 'pass' };

/*
 * The bare behaviours, for code in the same process; switchable-behaviours.ts makes of them what an
 * instructor switches on and off.
 */

/** Nothing special. */
export const normal: Behaviour = () => PASS;

/** Every connection breaks. For a refused connection see TrainingOdoo.goDown(). */
export const down: Behaviour = () => ({ kind: 'reset' });

/** No answer ever comes, and nothing is done. */
export const hang: Behaviour = () => ({ kind: 'hang' });

/** Odoo does it at once and answers `ms` later. */
export function slow(ms: number): Behaviour {
  return () => ({ kind: 'pass', delayMs: ms });
}

/** HTTP 500 with a page; nothing is done. */
export const serverFailure: Behaviour = () =>
  answer(page(500, 'Internal Server Error', 'The server has failed.'));

/** HTTP 429 with Retry-After; nothing is done. */
export function throttled(retryAfterSeconds: number): Behaviour {
  const plain = page(429, 'Too Many Requests', 'Slow down.');
  const headers = { ...plain.headers, 'retry-after': String(retryAfterSeconds) };
  return () => answer({ ...plain, headers });
}

/** HTTP 200 and JSON that stops in the middle; nothing is done. */
export const malformedBody: Behaviour = () =>
  answer({
    status: 200,
    headers: { 'content-type': 'application/json' },
    text: '{"jsonrpc": "2.0", "id": null, "result": {"status": "succ',
  });

/** Odoo forgets all sessions before the request: it answers "Odoo Session Expired". */
export const sessionEnds: Behaviour = (_request, books) => {
  books.endSessions();
  return PASS;
};

/** Odoo does it all, then the connection breaks. */
export const replyLost: Behaviour = () => ({ kind: 'drop-reply-after-applying', ending: 'reset' });

/** Odoo does it all, then says nothing: the caller's time runs out. */
export const replyNeverComes: Behaviour = () => ({ kind: 'drop-reply-after-applying', ending: 'hang' });

/** mark-done answers success and leaves the order open, as when Odoo wanted a wizard answered first. */
export const markDoneDoesNothing: Behaviour = onPath('/api/scada/mo/mark-done', (request) => {
  const reply = success({
    message: 'Manufacturing order marked as done',
    mo_id: request.params.mo_id ?? false,
  });
  return answer(envelope(reply, null));
});

/**
 * An update finds no line for one equipment, because somebody took it off the order. Default: the order's
 * first equipment. The other lines are booked, the answer is a success with errors[].
 */
export function lineRefused(equipmentCode?: string): Behaviour {
  return onPath('/api/scada/mo/update-with-consumptions', (request, books) => {
    const order = openOrderOf(request, books);
    const code = equipmentCode ?? order?.moves.find((move) => move.equipment !== null)?.equipment?.code;
    if (order !== undefined && code !== undefined) books.unlinkEquipment(order.name, code);
    return PASS;
  });
}

/** The order that a request names has been cancelled by somebody just before. */
export const cancelledMeanwhile: Behaviour = (request, books) => {
  const order = openOrderOf(request, books);
  if (order !== undefined) books.setState(order.name, 'cancel');
  return PASS;
};

/** The order that a request names has been deleted by somebody just before. */
export const deletedMeanwhile: Behaviour = (request, books) => {
  const order = openOrderOf(request, books);
  if (order !== undefined) books.remove(order.name);
  return PASS;
};

/** This Odoo does not know the path: HTTP 404. For /api/scada/boms that is an older module. */
export function pathMissing(path: string): Behaviour {
  return onPath(path, () => answer(envelope(notFound(), null)));
}

/**
 * Several at once: each may change the books, the first that does more than to pass decides, and the delays
 * of those before it add up.
 */
export function together(behaviours: Iterable<Behaviour>): Behaviour {
  return (request, books) => {
    let delayMs = 0;
    for (const behaviour of behaviours) {
      const interception = behaviour(request, books);
      if (interception.kind === 'pass') delayMs += interception.delayMs ?? 0;
      else return interception.kind === 'answer' ? { ...interception, delayMs } : interception;
    }
    return { kind: 'pass', delayMs };
  };
}

/** Only requests for `path` get the behaviour. */
export function onPath(path: string, behaviour: Behaviour): Behaviour {
  return (request, books) => (request.path === path ? behaviour(request, books) : PASS);
}

/** The first `requests` requests that get here have the behaviour, later ones none; to pick them write onPath(path, first(1, ..)). */
export function first(requests: number, behaviour: Behaviour): Behaviour {
  let left = requests;
  return (request, books) => {
    if (left === 0) return PASS;
    left -= 1;
    return behaviour(request, books);
  };
}

function answer(content: Extract<Interception, { kind: 'answer' }>['answer']): Interception {
  return { kind: 'answer', answer: content };
}

/** The order that a request names, if Odoo still takes quantities for it. */
export function openOrderOf(request: TrainingRequest, books: Books): ReturnType<Books['order']> {
  const name = request.params.mo_id;
  const order = typeof name === 'string' ? books.order(name) : undefined;
  return order !== undefined && isOpen(order) ? order : undefined;
}
