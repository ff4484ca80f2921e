/** PLC words (0..65535) as bytes, high byte first, as FINS carries them. */
export function wordsToBytes(words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(words.length * 2);
  words.forEach((word, index) => {
    bytes.writeUInt16BE(word, index * 2);
  });
  return bytes;
}

/** The words of an even number of bytes. Throws RangeError on an odd number: half a word is no word. */
export function bytesToWords(bytes: Uint8Array): number[] {
  if (bytes.length % 2 !== 0) throw new RangeError(`${bytes.length} bytes are not whole words`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 2 }, (_, index) => view.getUint16(index * 2));
}

/** A word as people write it next to PLC manuals: four hexadecimal digits. */
export function hexWord(word: number): string {
  return word.toString(16).toUpperCase().padStart(4, '0');
}
