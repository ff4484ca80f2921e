/** One parameter of a behaviour as a form shows it. */
export interface ParameterField {
  readonly name: string;
  readonly kind: 'number' | 'integer' | 'text' | 'choice' | 'flag' | 'list';
  /** It may be left empty. */
  readonly nullable: boolean;
  /** What the form shows at first. */
  readonly fallback: string;
  readonly choices: readonly string[];
  readonly min: number | null;
  readonly max: number | null;
}

export type FieldFault = 'number' | 'integer' | 'range' | 'required';

type Schema = Readonly<Record<string, unknown>>;

/** The largest number that a program's schema writes where it means "no limit". */
const LIMITLESS = Number.MAX_SAFE_INTEGER;

/** The fields of a form for a JSON Schema (2020-12) of an object, in its order. */
export function fieldsOf(schema: Schema): readonly ParameterField[] {
  return Object.entries(recordOf(schema.properties)).map(([name, part]) => fieldOf(name, recordOf(part)));
}

function fieldOf(name: string, schema: Schema): ParameterField {
  const options = Array.isArray(schema.anyOf) ? schema.anyOf.map(recordOf) : [schema];
  const nullable = options.some(({ type }) => type === 'null');
  const main = options.find(({ type }) => type !== 'null') ?? schema;
  const choices = Array.isArray(main.enum) ? main.enum.map(String) : [];
  return {
    name,
    kind: choices.length > 0 ? 'choice' : kindOf(main.type),
    nullable,
    fallback: shown(schema.default),
    choices,
    min: limit(main.minimum ?? main.exclusiveMinimum),
    max: limit(main.maximum ?? main.exclusiveMaximum),
  };
}

function kindOf(type: unknown): ParameterField['kind'] {
  switch (type) {
    case 'number':
    case 'integer':
      return type;
    case 'boolean':
      return 'flag';
    case 'array':
      return 'list';
    default:
      return 'text';
  }
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function limit(value: unknown): number | null {
  return typeof value === 'number' && Math.abs(value) < LIMITLESS ? value : null;
}

/** What is wrong with what was typed; null when nothing is. The station checks it once more. */
export function faultOf(field: ParameterField, typed: string): FieldFault | null {
  const text = typed.trim();
  if (text === '') return field.nullable || field.fallback === '' ? null : 'required';
  if (field.kind !== 'number' && field.kind !== 'integer') return null;
  const value = Number(text.replace(',', '.'));
  if (!Number.isFinite(value)) return 'number';
  if (field.kind === 'integer' && !Number.isInteger(value)) return 'integer';
  return (field.min !== null && value < field.min) || (field.max !== null && value > field.max)
    ? 'range'
    : null;
}

/** The parameters as the training plant takes them. What is empty is null where it may be, else left out. */
export function parametersOf(
  fields: readonly ParameterField[],
  typed: Readonly<Record<string, string>>,
): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const text = (typed[field.name] ?? field.fallback).trim();
      if (text === '') return field.nullable ? [[field.name, null]] : [];
      return [[field.name, readTyped(field, text)]];
    }),
  );
}

function readTyped({ kind }: ParameterField, text: string): unknown {
  switch (kind) {
    case 'number':
    case 'integer':
      return Number(text.replace(',', '.'));
    case 'flag':
      return text === 'true';
    case 'list':
      return text.split(',').map((part) => part.trim());
    default:
      return text;
  }
}

function recordOf(value: unknown): Schema {
  return typeof value === 'object' && value !== null ? (value as Schema) : {};
}
