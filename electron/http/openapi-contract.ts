import { z } from 'zod';
import { COMMANDS, QUERIES } from '../../shared/contract/contract.ts';
import { stationEvent } from '../../shared/contract/events.ts';
import { HOST_CALLS } from '../../shared/contract/host.ts';
import { previewView } from '../../shared/contract/views.ts';
import { commandBody, queryBody } from './contract-routes.ts';
import { asJsonSchema, getOperation, json, type PathItem, postOperation, successSchema } from './openapi.ts';

/**
 * The contract's paths for the OpenAPI document: one for each query, preview and command, by its name. Made
 * while the program is loaded: later it would hold up tasks that are at work.
 */
export const CONTRACT_PATHS: Readonly<Record<string, PathItem>> = contractPaths();

/** What is the host's own business, for the OpenAPI document of a server that has screens. */
export const HOST_PATHS: Readonly<Record<string, PathItem>> = hostPaths();

function contractPaths(): Record<string, PathItem> {
  const paths: Record<string, PathItem> = {};
  for (const [name, { about, input, output }] of Object.entries(QUERIES)) {
    const body = queryBody.extend({ input: input.optional() });
    paths[`/api/contract/query/${name}`] = { post: postOperation(about, body, output) };
  }
  for (const [name, { about, input, output, role, reason }] of Object.entries(COMMANDS)) {
    const body = commandBody.extend({ input: input.optional() });
    const rights = `Role ${role}, reason ${reason}.`;
    const preview = postOperation(`What this would change: ${about}`, body, previewView);
    paths[`/api/contract/preview/${name}`] = { post: preview };
    paths[`/api/contract/command/${name}`] = { post: postOperation(`${about} ${rights}`, body, output) };
  }
  return { ...paths, ...otherPaths() };
}

function hostPaths(): Record<string, PathItem> {
  const paths = Object.entries(HOST_CALLS).map(([name, { about, input, output, role }]) => {
    const rights = role === null ? 'For everybody.' : `Role ${role}.`;
    const body = queryBody.extend({ input: input.optional() });
    return [`/api/contract/host/${name}`, { post: postOperation(`${about} ${rights}`, body, output) }];
  });
  return Object.fromEntries(paths);
}

function otherPaths(): Record<string, PathItem> {
  const events = { 'text/event-stream': { schema: asJsonSchema(stationEvent, 'output') } };
  const anything = z.record(z.string(), z.unknown());
  return {
    '/api/contract': { get: getOperation('What there is to ask and to do.', json(successSchema(anything))) },
    '/api/contract/events': {
      get: getOperation('Station events; the data of each is one of these.', events),
    },
    '/api/openapi.json': { get: getOperation('This document.', json(asJsonSchema(anything, 'output'))) },
  };
}
