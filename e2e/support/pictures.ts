import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';

const FOLDER = fileURLToPath(new URL('../../artefacts/screens', import.meta.url));

/** Leaves a picture of the screen in the artefact folder, for people to look at. */
export async function pictureOf(page: Page, name: string): Promise<void> {
  const path = `${FOLDER}/${name}.png`;
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path });
}
