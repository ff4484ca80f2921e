import { AppError } from '../../../shared/errors.ts';
import type { FieldPlace } from './field-places.ts';

/** Lays the fields of one block into words; what is never put stays 0. */
export class BlockWriter<Name extends string> {
  readonly #places: ReadonlyMap<Name, FieldPlace<Name>>;
  readonly #words: number[];

  constructor(places: readonly FieldPlace<Name>[], length: number) {
    this.#places = new Map(places.map((place) => [place.name, place]));
    this.#words = Array.from({ length }, () => 0);
  }

  /** Puts a field's words; exactly as many as the field has. */
  put(field: Name, ...words: readonly number[]): void {
    const place = this.#places.get(field);
    if (place?.words !== words.length) {
      throw new AppError('INTERNAL', `${words.length} words put into field ${field}`);
    }
    this.#words.splice(place.offset, words.length, ...words);
  }

  /** A copy of the words so far. */
  words(): number[] {
    return [...this.#words];
  }
}
