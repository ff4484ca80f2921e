import { z } from 'zod';
import type { Route } from './route.ts';

/** What OpenAPI calls a Path Item Object: operations by method. */
export type PathItem = Record<string, unknown>;

/** The version of the OpenAPI Specification that the document follows. */
const OPENAPI_VERSION = '3.1.0';

/**
 * The API's OpenAPI document, made from the same declarations that serve it.
 * @param others the paths that are no {@link Route}
 */
export function openApiDocument(
  groups: readonly { prefixes: readonly string[]; routes: readonly Route[] }[],
  others: Readonly<Record<string, PathItem>>,
): unknown {
  const paths: Record<string, PathItem> = { ...others };
  for (const { prefixes, routes } of groups) {
    for (const prefix of prefixes) {
      for (const declared of routes) {
        const path = `${prefix}${declared.path}`.replace('*', '{name}');
        paths[path] = { ...paths[path], [declared.method.toLowerCase()]: operation(declared) };
      }
    }
  }
  return {
    openapi: OPENAPI_VERSION,
    info: {
      title: 'Batchline',
      version: '1',
      description: 'The station of a feed mill: batches, results, history, commands.',
    },
    security: [{ token: [] }],
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      responses: { error: { description: 'Why it was not done.', content: json(ERROR_SCHEMA) } },
    },
    paths,
  };
}

const ERROR_SCHEMA = {
  type: 'object',
  required: ['status', 'message', 'code'],
  properties: { status: { const: 'error' }, message: { type: 'string' }, code: { type: 'string' } },
};

function operation(declared: Route): unknown {
  const query = asJsonSchema(declared.query, 'input');
  const required = new Set(query.required ?? []);
  const parameters = Object.entries(query.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.has(name),
    schema,
  }));
  const rest = pathParameter('name', 'May contain slashes.');
  return {
    summary: declared.about,
    parameters: declared.path.includes('*') ? [rest, ...parameters] : parameters,
    ...(declared.method === 'POST' && {
      requestBody: { content: json(asJsonSchema(declared.body, 'input')) },
    }),
    responses: responsesOf(json(successSchema(declared.output))),
  };
}

/** What stands for `{name}` in a path. */
export function pathParameter(name: string, description: string): PathItem {
  return { name, in: 'path', required: true, schema: { type: 'string' }, description };
}

/** A POST with a JSON body, as OpenAPI describes it. */
export function postOperation(about: string, body: z.ZodType, output: z.ZodType): PathItem {
  return {
    summary: about,
    requestBody: { content: json(asJsonSchema(body, 'input')) },
    responses: responsesOf(json(successSchema(output))),
  };
}

/** A GET without parameters whose answer has this content. */
export function getOperation(about: string, content: unknown): unknown {
  return { summary: about, responses: responsesOf(content) };
}

function responsesOf(content: unknown): unknown {
  return {
    200: { description: 'Done.', content },
    default: { $ref: '#/components/responses/error' },
  };
}

/** The envelope of every answer around these data. */
export function successSchema(output: z.ZodType): unknown {
  const data = asJsonSchema(output, 'output');
  return { type: 'object', required: ['status', 'data'], properties: { status: { const: 'success' }, data } };
}

export function json(schema: unknown): unknown {
  return { 'application/json': { schema } };
}

export function asJsonSchema(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
