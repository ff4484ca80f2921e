/** The browser keeps the file's address until it has begun to write it; freed after so many milliseconds. */
const FREE_AFTER_MS = 60_000;

/** Offers a file to be saved, as a click on a download does. */
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), FREE_AFTER_MS);
}

/** Offers a text to be saved, in UTF-8. */
export function saveText(name: string, text: string, mediaType = 'text/csv'): void {
  saveFile(new Blob([text], { type: `${mediaType};charset=utf-8` }), name);
}
