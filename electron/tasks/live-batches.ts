import { AppError } from '../../shared/errors.ts';
import type { Batch } from '../domain/batch.ts';
import type { BatchRepository } from '../store/batch-repository.ts';

export interface LiveBatchList {
  readonly batches: readonly Batch[];
  /** The database could not be asked: these are the batches it last told. */
  readonly remembered: boolean;
}

/** The batches in mo_batch; while the database is away, those that it last told. */
export class LiveBatches {
  readonly #repository: BatchRepository;
  #last: readonly Batch[] | null = null;

  constructor(repository: BatchRepository) {
    this.#repository = repository;
  }

  /** Throws AppError STORE_UNAVAILABLE only when the database has never answered. */
  async list(): Promise<LiveBatchList> {
    try {
      const batches = await this.#repository.activeBatches();
      this.#last = batches;
      return { batches, remembered: false };
    } catch (thrown) {
      if (this.#last === null || !(thrown instanceof AppError) || thrown.code !== 'STORE_UNAVAILABLE')
        throw thrown;
      return { batches: this.#last, remembered: true };
    }
  }
}
