import { z } from 'zod';
import type { Route } from './route.ts';

/** The version of the OpenAPI Specification that the document follows. */
const OPENAPI_VERSION = '3.1.0';

/** The API's OpenAPI document, made from the same declarations that serve it. */
export function openApiDocument(
  groups: readonly { prefixes: readonly string[]; routes: readonly Route[] }[],
): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
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
  const rest = {
    name: 'name',
    in: 'path',
    required: true,
    schema: { type: 'string' },
    description: 'May contain slashes.',
  };
  return {
    summary: declared.about,
    parameters: declared.path.includes('*') ? [rest, ...parameters] : parameters,
    ...(declared.method === 'POST' && {
      requestBody: { content: json(asJsonSchema(declared.body, 'input')) },
    }),
    responses: {
      200: { description: 'Done.', content: json(successSchema(asJsonSchema(declared.output, 'output'))) },
      default: { $ref: '#/components/responses/error' },
    },
  };
}

function successSchema(data: unknown): unknown {
  return { type: 'object', required: ['status', 'data'], properties: { status: { const: 'success' }, data } };
}

function json(schema: unknown): unknown {
  return { 'application/json': { schema } };
}

function asJsonSchema(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
