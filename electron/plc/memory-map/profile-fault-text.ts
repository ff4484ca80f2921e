import type { z } from 'zod';
import { WORD_TYPES } from './profile-schema.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/**
 * What a schema fault means to the person who wrote the memory-map file: the field's path, its address
 * where the file gives enough to know it, and what was found.
 */
export function profileFaultText(issue: Issue, json: unknown): string {
  const path = issue.path.map(String).join('.') || 'file';
  const address = addressOf(issue.path, json);
  const where = address === undefined ? path : `${path} (D${address})`;
  return `${where}: ${faultText(issue, json)}`;
}

function faultText(issue: Issue, json: unknown): string {
  const found = valueAt(json, issue.path);
  if (issue.path.at(-1) === 'type' && issue.code === 'invalid_value') {
    const needs = `needs ${issue.values.map(String).join(' or ')}`;
    if (found === undefined) return `missing, ${needs}`;
    const known = WORD_TYPES.some((type) => type === found);
    // A list or an object is not quoted: JSON.stringify overflows the stack on one that is nested deep enough.
    const shown = typeof found === 'object' && found !== null ? 'that is no text' : JSON.stringify(found);
    return `${known ? 'wrong' : 'unknown'} type ${shown}, ${needs}`;
  }
  return found === undefined ? 'missing' : issue.message;
}

/** Path `read.fields.quantity.type` -> base of `read` plus offset of `quantity`, where both are numbers. */
function addressOf(path: Path, json: unknown): number | undefined {
  const base = valueAt(json, [...path.slice(0, 1), 'base']);
  const offset = valueAt(json, [...path.slice(0, 3), 'offset']);
  return typeof base === 'number' && typeof offset === 'number' ? base + offset : undefined;
}

function valueAt(json: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), json);
}

function isRecord(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null;
}
