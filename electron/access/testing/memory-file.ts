import type { PeopleFile } from '../people-file.ts';

/** A file of people without a disk, for tests of what is in it. */
export class MemoryFile implements PeopleFile {
  readonly name = 'users.json';
  text: string | null = null;

  read(): string | null {
    return this.text;
  }

  write(text: string): void {
    this.text = text;
  }
}
