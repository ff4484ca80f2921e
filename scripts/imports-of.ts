import { parseSync } from 'vite';

export interface Import {
  /** What is imported, as written: `./frame.ts`, `zod`, `node:fs`. */
  readonly specifier: string;
  readonly line: number;
}

export type ParsedImports =
  | { readonly kind: 'parsed'; readonly imports: readonly Import[] }
  | { readonly kind: 'broken'; readonly line: number; readonly problem: string };

/** Nodes of the syntax tree whose `source` names another file. */
const NODES_WITH_SOURCE = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);

interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

/**
 * Every file or package that a module names: imports and exports, `import()`, `import('...')` types,
 * `require`, and `new URL('...', import.meta.url)`, by which child processes are started. Names that are
 * not plain text are not seen.
 */
export function importsOf(fileName: string, source: string): ParsedImports {
  const { program, errors } = parseSync(fileName, source);
  const [error] = errors;
  if (error !== undefined) {
    return { kind: 'broken', line: lineAt(source, error.labels[0]?.start ?? 0), problem: error.message };
  }
  const imports: Import[] = [];
  visit(program, (node) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) imports.push({ specifier, line: lineAt(source, node.start) });
  });
  return { kind: 'parsed', imports };
}

function specifierOf(node: SyntaxNode): string | undefined {
  if (NODES_WITH_SOURCE.has(node.type)) return textOf(node.source);
  if (node.type === 'CallExpression') {
    const name = isNode(node.callee) && node.callee.type === 'Identifier' ? node.callee.name : undefined;
    return name === 'require' ? textOf(firstOf(node.arguments)) : undefined;
  }
  if (node.type === 'NewExpression') {
    const isUrl = isNode(node.callee) && node.callee.type === 'Identifier' && node.callee.name === 'URL';
    const path = isUrl ? textOf(firstOf(node.arguments)) : undefined;
    return path !== undefined && /^\.{1,2}\/.*\.tsx?$/.test(path) ? path : undefined;
  }
  return undefined;
}

function textOf(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}

function firstOf(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}

function visit(value: unknown, see: (node: SyntaxNode) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, see);
  } else if (typeof value === 'object' && value !== null) {
    if (isNode(value)) see(value);
    for (const field of Object.values(value)) visit(field, see);
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    'start' in value &&
    typeof value.start === 'number'
  );
}

function lineAt(source: string, index: number): number {
  return source.slice(0, index).split('\n').length;
}
