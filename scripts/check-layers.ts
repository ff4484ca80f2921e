import { existsSync, globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, join, posix } from 'node:path';
import { z } from 'zod';
import { importsOf } from './imports-of.ts';
import {
  BANNED_NAMES,
  DATA_FOLDERS,
  ELECTRON_IMPORTERS,
  FILE_NAME,
  isTestCode,
  LAYERS,
  type Layer,
  MAX_LINES,
  MIGRATION_NAME,
  PRODUCT_FOLDERS,
  TOOL_FOLDERS,
  WARN_LINES,
} from './layer-rules.ts';

export interface Finding {
  readonly severity: 'error' | 'warning';
  /** Path from the project's root, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly rule: string;
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly line: number;
}

type Report = (line: number, rule: string, severity?: Finding['severity']) => void;

const packages = z.record(z.string(), z.string()).default({});
const manifestSchema = z.object({ dependencies: packages, devDependencies: packages });

/** What package.json names: what the product is installed with, and what only its making needs. */
interface Dependencies {
  readonly installed: ReadonlySet<string>;
  readonly forMaking: ReadonlySet<string>;
}

/** Checks the tree under `root` against the rules of layer-rules.ts. */
export function checkLayers(root: string): readonly Finding[] {
  const findings: Finding[] = [];
  const edges: Edge[] = [];
  const dependencies = dependenciesOf(root);
  for (const file of sourceFiles(root)) {
    const report: Report = (line, rule, severity = 'error') => findings.push({ severity, file, line, rule });
    const source = readFileSync(join(root, file), 'utf8');
    checkShape(file, source, report);
    const parsed = importsOf(file, source);
    if (parsed.kind === 'broken') {
      report(parsed.line, `cannot be parsed: ${parsed.problem}`);
      continue;
    }
    const layer = layerOf(file);
    if (isTestCode(file) || isIn(file, TOOL_FOLDERS)) continue;
    if (layer === undefined) {
      report(1, 'is in no layer');
      continue;
    }
    for (const { specifier, line } of parsed.imports) {
      const target = specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : undefined;
      if (target !== undefined) edges.push({ from: file, to: target, line });
      const fault =
        target === undefined
          ? packageFault(layer, file, specifier, dependencies)
          : targetFault(layer, file, target);
      if (fault !== undefined) report(line, fault);
    }
  }
  return [...findings, ...cycles(edges)].toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

function sourceFiles(root: string): string[] {
  return globSync(
    `{${[...PRODUCT_FOLDERS, ...TOOL_FOLDERS].map((folder) => folder.slice(0, -1)).join(',')}}/**/*.{ts,tsx}`,
    {
      cwd: root,
      exclude: (path) => basename(path) === 'node_modules',
    },
  )
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted();
}

function dependenciesOf(root: string): Dependencies {
  const file = join(root, 'package.json');
  const manifest = manifestSchema.parse(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});
  return {
    installed: new Set(Object.keys(manifest.dependencies)),
    forMaking: new Set(Object.keys(manifest.devDependencies)),
  };
}

function checkShape(file: string, source: string, report: Report): void {
  const lines = source.trimEnd().split('\n').length;
  if (lines > MAX_LINES) report(1, `${lines} lines; no file has more than ${MAX_LINES}`);
  else if (lines > WARN_LINES)
    report(1, `${lines} lines; more than ${WARN_LINES} is much for one concept`, 'warning');
  const name = basename(file);
  if (BANNED_NAMES.includes(name)) report(1, `the name ${name} says nothing about what is inside`);
  const isMigration = file.startsWith('migrations/') && MIGRATION_NAME.test(name);
  if (!isMigration && !FILE_NAME.test(name)) report(1, `the name ${name} is not in kebab-case`);
}

/** What is wrong with importing a package here; undefined when nothing is. */
function packageFault(
  layer: Layer,
  file: string,
  specifier: string,
  { installed, forMaking }: Dependencies,
): string | undefined {
  if (specifier.startsWith('node:')) {
    return layer.node ? undefined : `${layer.name} imports ${specifier}, but must not know Node`;
  }
  if (builtinModules.includes(specifier)) return `write node:${specifier}`;
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  if (name === 'electron') {
    const importers = ELECTRON_IMPORTERS.join(', ');
    return isIn(file, ELECTRON_IMPORTERS) ? undefined : `only ${importers} may import electron`;
  }
  if (layer.packages !== undefined && !layer.packages.includes(name)) {
    return `${layer.name} imports the package ${name}, but may import ${layer.packages.join(', ')} only`;
  }
  return installed.has(name) || (layer.bundled === true && forMaking.has(name))
    ? undefined
    : `product code imports ${name}, which is not a dependency of package.json`;
}

/** What is wrong with importing a file of the tree here; undefined when nothing is. */
function targetFault(layer: Layer, file: string, target: string): string | undefined {
  if (isTestCode(target)) return `product code imports test code, ${target}`;
  if (isIn(target, DATA_FOLDERS)) return undefined;
  const targetLayer = layerOf(target);
  if (targetLayer === undefined) return `${layer.name} imports ${target}, which is in no layer`;
  if (targetLayer === layer && layer.islands === true && islandOf(layer, file) !== islandOf(layer, target)) {
    return `${layer.name} are islands: this one must not import ${target}`;
  }
  const places = layer.mayImport.filter((allowed) => allowed.includes('/'));
  if (targetLayer === layer || layer.mayImport.includes(targetLayer.name) || isIn(target, places))
    return undefined;
  const allowed = layer.mayImport.length === 0 ? 'itself' : layer.mayImport.join(', ');
  return `${layer.name} imports ${targetLayer.name} (${target}), but may import ${allowed} only`;
}

/** The folder right under the layer's own one. */
function islandOf(layer: Layer, file: string): string | undefined {
  const root = layer.holds.find((place) => file.startsWith(place)) ?? '';
  return file.slice(root.length).split('/')[0];
}

function layerOf(file: string): Layer | undefined {
  return LAYERS.find(({ holds }) => isIn(file, holds));
}

function isIn(file: string, places: readonly string[]): boolean {
  return places.some((place) => (place.endsWith('/') ? file.startsWith(place) : file === place));
}

/** One finding for each import that closes a ring, found by walking the imports depth first. */
function cycles(edges: readonly Edge[]): Finding[] {
  const from = Map.groupBy(edges, (edge) => edge.from);
  const done = new Set<string>();
  const path: string[] = [];
  const findings: Finding[] = [];
  const walk = (file: string): void => {
    path.push(file);
    for (const edge of from.get(file) ?? []) {
      const start = path.indexOf(edge.to);
      if (start >= 0) {
        const ring = [...path.slice(start), edge.to].join(' -> ');
        findings.push({ severity: 'error', file, line: edge.line, rule: `import cycle: ${ring}` });
      } else if (!done.has(edge.to)) walk(edge.to);
    }
    path.pop();
    done.add(file);
  };
  for (const file of from.keys()) if (!done.has(file)) walk(file);
  return findings;
}

/** `file:line: rule`, with `warning:` before a rule that fails nothing. */
export function findingLine({ severity, file, line, rule }: Finding): string {
  return `${file}:${line}: ${severity === 'warning' ? 'warning: ' : ''}${rule}`;
}

if (import.meta.main) {
  const findings = checkLayers(process.argv[2] ?? process.cwd());
  for (const finding of findings) process.stdout.write(`${findingLine(finding)}\n`);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  process.stdout.write(errors === 0 ? 'layers: no violation\n' : `layers: ${errors} violations\n`);
  process.exitCode = errors === 0 ? 0 : 1;
}
