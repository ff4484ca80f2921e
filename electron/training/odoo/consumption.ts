import { type Move, rounded } from './order.ts';

/** Moves after a booking, and how much of it they took. */
export interface Booking {
  readonly moves: readonly Move[];
  readonly appliedQuantity: number;
  readonly moveIds: readonly number[];
}

/**
 * Books `quantity` on `moves` in the place of what they had: each takes what it was planned to take, the
 * last one the rest, so that more than planned is booked as well. Calling it again changes nothing.
 */
export function replaceQuantity(moves: readonly Move[], quantity: number): Booking {
  let left = quantity;
  const booked = moves.map((move, place) => {
    const isLast = place === moves.length - 1;
    const taken = isLast || move.toConsume === 0 ? left : Math.min(left, move.toConsume);
    left = rounded(left - taken);
    return { ...move, quantityDone: rounded(taken) };
  });
  return {
    moves: booked,
    appliedQuantity: rounded(quantity - left),
    moveIds: booked.filter((move) => move.quantityDone > 0).map((move) => move.id),
  };
}

/**
 * Books `quantity` on top of what `moves` have. Each takes what is missing to its plan, one that has its
 * plan already takes everything; what remains after the last is lost without a word, as in the module.
 */
export function addQuantity(moves: readonly Move[], quantity: number): Booking {
  let left = quantity;
  const moveIds: number[] = [];
  const booked = moves.map((move) => {
    if (left <= 0) return move;
    const missing = Math.max(0, move.toConsume - move.quantityDone);
    const taken = missing === 0 ? left : Math.min(left, missing);
    left = rounded(left - taken);
    moveIds.push(move.id);
    return { ...move, quantityDone: rounded(move.quantityDone + taken) };
  });
  return { moves: booked, appliedQuantity: rounded(quantity - left), moveIds };
}

/** `all` with those that `booking` changed in the place of the old ones. */
export function withBooking(all: readonly Move[], booking: Booking): Move[] {
  return all.map((move) => booking.moves.find((changed) => changed.id === move.id) ?? move);
}
