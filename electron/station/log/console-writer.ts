/** The part of a stream that the console needs: process.stdout has it. */
export interface TextStream {
  readonly writableLength: number;
  write(text: string): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'error', listener: (error: Error) => void): unknown;
}

/** What may wait in a console that nobody reads; beyond it lines are dropped and counted. */
const MAX_WAITING_BYTES = 1_048_576;

/**
 * Writes lines to a terminal or pipe that may be slow or gone. A closed pipe would otherwise end the
 * station with an unhandled EPIPE: here it silences the console and nothing else.
 */
export class ConsoleWriter {
  readonly #stream: TextStream;
  readonly #onError = (): void => {
    this.#isGone = true;
  };
  #isGone = false;
  #lostLines = 0;

  constructor(stream: TextStream) {
    this.#stream = stream;
    stream.on('error', this.#onError);
  }

  get lostLines(): number {
    return this.#lostLines;
  }

  line(text: string): void {
    if (this.#isGone || this.#stream.writableLength > MAX_WAITING_BYTES) {
      this.#lostLines += 1;
      return;
    }
    this.#stream.write(`${text}\n`);
  }

  close(): void {
    // The listener stays after an error: a stream may report the same one again.
    if (!this.#isGone) this.#stream.off('error', this.#onError);
    this.#isGone = true;
  }
}
