import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError, messageOf } from '../../../shared/errors.ts';
import { DM_WORDS } from '../../../shared/units.ts';

const DM_BYTES = DM_WORDS * 2;

/**
 * The data memory of the training PLC: D00000 to D32767, one unsigned 16-bit number a word. With a file
 * behind it every change is in the file before `write` returns, so a killed process loses nothing, as a
 * CJ2M keeps its DM area by battery (CJ2 CPU Unit Software Manual W473, section on I/O memory areas).
 * The file holds the words in address order, high byte first, 64 KiB in all.
 */
export class DmMemory implements Disposable {
  readonly #words = new Uint16Array(DM_WORDS);
  #file: number | null;

  private constructor(file: number | null) {
    this.#file = file;
  }

  /** A memory of zeros that ends with the process. */
  static volatile(): DmMemory {
    return new DmMemory(null);
  }

  /**
   * A memory that continues what the file holds; a missing or empty file is a new memory of zeros.
   * Throws AppError DATA_FOLDER_UNUSABLE when the file cannot be used, or is not a memory of this size.
   */
  static open(path: string): DmMemory {
    const file = openFile(path);
    try {
      const bytes = readWhole(file, path);
      const memory = new DmMemory(file);
      for (let index = 0; index < DM_WORDS; index += 1) memory.#words[index] = bytes.readUInt16BE(index * 2);
      return memory;
    } catch (thrown) {
      closeSync(file);
      throw thrown;
    }
  }

  /** `count` words from `address` on. Throws RangeError outside D0..D32767. */
  read(address: number, count: number): number[] {
    checkRange(address, count);
    return Array.from(this.#words.subarray(address, address + count));
  }

  /** One word. Throws RangeError outside D0..D32767. */
  word(address: number): number {
    const value = this.#words[address];
    if (value === undefined) throw new RangeError(`not a DM word address: ${address}`);
    return value;
  }

  /**
   * Stores words (each 0..65535) from `address` on. Throws RangeError outside D0..D32767 or on a value
   * that is not a word, and the system's error when the file cannot be written; then nothing is stored.
   */
  write(address: number, words: readonly number[]): void {
    checkRange(address, words.length);
    const bad = words.find((word) => !Number.isInteger(word) || word < 0 || word > 0xffff);
    if (bad !== undefined) throw new RangeError(`not a 16-bit word: ${bad}`);
    if (words.every((word, index) => this.#words[address + index] === word)) return;
    this.#keep(address, words);
    this.#words.set(words, address);
  }

  /** Closes the file; the words stay readable, later changes are no longer kept. Twice does nothing. */
  close(): void {
    if (this.#file === null) return;
    closeSync(this.#file);
    this.#file = null;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** File before memory: what a reader was shown is in the file. */
  #keep(address: number, words: readonly number[]): void {
    if (this.#file === null) return;
    const bytes = Buffer.alloc(words.length * 2);
    words.forEach((word, index) => {
      bytes.writeUInt16BE(word, index * 2);
    });
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(this.#file, bytes, done, bytes.length - done, address * 2 + done);
    }
  }
}

function checkRange(address: number, count: number): void {
  if (!Number.isInteger(address) || !Number.isInteger(count) || count < 0) {
    throw new RangeError(`not a range of words: D${address}, ${count} words`);
  }
  if (address < 0 || address + count > DM_WORDS) {
    throw new RangeError(`outside D0..D${DM_WORDS - 1}: D${address}, ${count} words`);
  }
}

/** Opens for reading and writing in place, made when missing: 'a+' would append, 'w+' would empty it. */
function openFile(path: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true });
    closeSync(openSync(path, 'a'));
    return openSync(path, 'r+');
  } catch (thrown) {
    throw new AppError('DATA_FOLDER_UNUSABLE', `PLC memory file ${path}: ${messageOf(thrown)}`, {
      cause: thrown,
    });
  }
}

function readWhole(file: number, path: string): Buffer {
  const size = fstatSync(file).size;
  if (size === 0) ftruncateSync(file, DM_BYTES);
  else if (size !== DM_BYTES) {
    throw new AppError(
      'DATA_FOLDER_UNUSABLE',
      `PLC memory file ${path} has ${size} bytes, expected ${DM_BYTES}`,
    );
  }
  const bytes = Buffer.alloc(DM_BYTES);
  for (let done = 0; done < DM_BYTES; ) {
    const count = readSync(file, bytes, done, DM_BYTES - done, done);
    if (count === 0)
      throw new AppError('DATA_FOLDER_UNUSABLE', `PLC memory file ${path} ends at ${done} bytes`);
    done += count;
  }
  return bytes;
}
