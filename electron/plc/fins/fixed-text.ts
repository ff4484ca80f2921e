/** ASCII text of a fixed-width field; what follows the first NUL, and blanks at the end, are padding. */
export function decodeFixedText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const text = Buffer.from(end === -1 ? bytes : bytes.subarray(0, end)).toString('latin1');
  // A text that the PLC has not initialised may hold anything: what cannot be printed must not reach a screen.
  return text.replace(/[^\x20-\x7e]/g, '?').trimEnd();
}

/** ASCII text in exactly `width` bytes, padded with `pad`. Throws RangeError when it does not fit. */
export function encodeFixedText(text: string, width: number, pad: number): Buffer {
  if (!/^[\x20-\x7e]*$/.test(text) || text.length > width) {
    throw new RangeError(`not ASCII of at most ${width} characters: ${JSON.stringify(text)}`);
  }
  const bytes = Buffer.alloc(width, pad);
  bytes.write(text, 'latin1');
  return bytes;
}
