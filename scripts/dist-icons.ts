/**
 * Draws the product's icons into resources/icons: `node scripts/dist-icons.ts`. They are kept in the repository;
 * this script is how they are made again after a change.
 *
 * The picture: three silos, filled differently, in grey, as saturated colour means abnormal. The tray's variants
 * carry the mark of the worst alarm priority in the corner, with the shape and colour that it has on the screens.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [red: number, green: number, blue: number];
/** A colour where something is drawn, and null where one sees through; x and y run from 0 to 1, downwards. */
type Picture = (x: number, y: number) => Colour | null;

const FOLDER = fileURLToPath(new URL('../resources/icons/', import.meta.url));
/** Each pixel is the mean of so many samples in each direction: smooth edges. */
const SAMPLES = 4;
const GROUND: Colour = [58, 66, 74];
const SILO: Colour = [109, 124, 138];
const FILLING: Colour = [236, 239, 241];
const PRIORITY_1: Colour = [196, 18, 47];
const PRIORITY_2: Colour = [201, 106, 0];
const PRIORITY_3: Colour = [138, 116, 0];
/** How full the three silos are. */
const LEVELS = [0.72, 0.45, 0.9];

/** The silos on a ground with round corners. */
const silos: Picture = (x, y) => {
  const corner = 0.18;
  const dx = Math.max(corner - x, x - (1 - corner), 0);
  const dy = Math.max(corner - y, y - (1 - corner), 0);
  if (Math.hypot(dx, dy) > corner) return null;
  const [top, bottom, width, gap] = [0.2, 0.8, 0.16, 0.08];
  const left = (1 - LEVELS.length * width - (LEVELS.length - 1) * gap) / 2;
  const within = (x - left) % (width + gap);
  const level = LEVELS[Math.floor((x - left) / (width + gap))];
  if (x < left || level === undefined || within > width || y < top || y > bottom) return GROUND;
  return y > bottom - level * (bottom - top) ? FILLING : SILO;
};

/** The same with a mark in the lower right corner; `distance` is below 1 inside the mark. */
function marked(colour: Colour, distance: (x: number, y: number) => number): Picture {
  return (x, y) => {
    const far = distance((x - 0.7) / 0.3, (y - 0.7) / 0.3);
    if (far < 0.85) return colour;
    // A rim sets the mark off from what lies under it.
    return far < 1 ? FILLING : silos(x, y);
  };
}

const TRAY: Readonly<Record<string, Picture>> = {
  'tray-0': silos,
  'tray-1': marked(PRIORITY_1, (x, y) => Math.max(y, 2 * Math.abs(x) - y)),
  'tray-2': marked(PRIORITY_2, (x, y) => Math.abs(x) + Math.abs(y)),
  'tray-3': marked(PRIORITY_3, (x, y) => Math.max(Math.abs(x), Math.abs(y)) / 0.85),
};

function rgba(picture: Picture, size: number): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  for (let pixel = 0; pixel < size * size; pixel += 1) {
    const sum = [0, 0, 0];
    let solid = 0;
    for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
      const x = ((pixel % size) + ((sample % SAMPLES) + 0.5) / SAMPLES) / size;
      const y = (Math.floor(pixel / size) + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) / size;
      const colour = picture(x, y);
      if (colour === null) continue;
      solid += 1;
      for (const [index, part] of colour.entries()) sum[index] = (sum[index] ?? 0) + part;
    }
    for (const [index, part] of sum.entries())
      pixels[pixel * 4 + index] = solid === 0 ? 0 : Math.round(part / solid);
    pixels[pixel * 4 + 3] = Math.round((255 * solid) / SAMPLES ** 2);
  }
  return pixels;
}

/** PNG, second edition: 8 bits a channel, with alpha, no filter. */
function png(picture: Picture, size: number): Buffer {
  const pixels = rgba(picture, size);
  const rows = Array.from({ length: size }, (_, row) =>
    Buffer.concat([Buffer.of(0), pixels.subarray(row * size * 4, (row + 1) * size * 4)]),
  );
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A Windows icon that holds PNGs; a size of 256 is written as 0. */
function ico(picture: Picture, sizes: readonly number[]): Buffer {
  const images = sizes.map((size) => png(picture, size));
  const directory = Buffer.alloc(6 + 16 * sizes.length);
  directory.writeUInt16LE(1, 2);
  directory.writeUInt16LE(sizes.length, 4);
  let offset = directory.length;
  for (const [index, image] of images.entries()) {
    const at = 6 + 16 * index;
    directory.fill((sizes[index] ?? 0) % 256, at, at + 2);
    directory.writeUInt16LE(1, at + 4);
    directory.writeUInt16LE(32, at + 6);
    directory.writeUInt32LE(image.length, at + 8);
    directory.writeUInt32LE(offset, at + 12);
    offset += image.length;
  }
  return Buffer.concat([directory, ...images]);
}

mkdirSync(FOLDER, { recursive: true });
writeFileSync(join(FOLDER, 'icon.png'), png(silos, 512));
writeFileSync(join(FOLDER, 'icon.ico'), ico(silos, [16, 24, 32, 48, 64, 128, 256]));
for (const [name, picture] of Object.entries(TRAY)) {
  writeFileSync(join(FOLDER, `${name}.png`), png(picture, 16));
  writeFileSync(join(FOLDER, `${name}@2x.png`), png(picture, 32));
}
