import { readFileSync } from 'node:fs';
import type { ShippedProfileName } from '../load-profile.ts';

type Json = null | boolean | number | string | Json[] | JsonObject;
interface JsonObject {
  [key: string]: Json;
}

/** A shipped memory map's JSON with some values replaced: dotted path -> value; undefined removes the key. */
export function profileVariant(
  name: ShippedProfileName,
  changes: Readonly<Record<string, Json | undefined>>,
): JsonObject {
  const file = new URL(`../../../../resources/memory-maps/${name}.json`, import.meta.url);
  const json: JsonObject = JSON.parse(readFileSync(file, 'utf8'));
  for (const [path, value] of Object.entries(changes)) change(json, path.split('.'), value);
  return json;
}

function change(json: JsonObject, [key, ...rest]: readonly string[], value: Json | undefined): void {
  if (key === undefined) throw new Error('an empty path');
  if (rest.length > 0) {
    const inner = json[key];
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner))
      throw new Error(`no object ${key}`);
    change(inner, rest, value);
  } else if (value === undefined) delete json[key];
  else json[key] = value;
}
