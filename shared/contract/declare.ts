import { z } from 'zod';
import { ERROR_CODES } from '../errors.ts';

/** Who may do what. Each role may do all that the ones before it may. */
export const ROLES = ['viewer', 'operator', 'supervisor'] as const;
export type Role = (typeof ROLES)[number];

/** True when `role` may do what `needed` may. */
export function roleSuffices(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** Something to ask: answering changes nothing. */
export interface QueryDeclaration<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'query';
  readonly input: I;
  readonly output: O;
  readonly about: string;
}

/** What a command needs: refused at once while one of them is away, never kept for later. */
export const LINKS = ['plc', 'database', 'odoo'] as const;
export type Link = (typeof LINKS)[number];

/** Something to do by hand. */
export interface CommandDeclaration<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'command';
  readonly input: I;
  readonly output: O;
  readonly about: string;
  readonly role: Role;
  /** A destructive command is not done without a reason. */
  readonly reason: 'required' | 'optional';
  readonly needs: readonly Link[];
}

export function query<I extends z.ZodType, O extends z.ZodType>(
  about: string,
  input: I,
  output: O,
): QueryDeclaration<I, O> {
  return { kind: 'query', input, output, about };
}

export function command<I extends z.ZodType, O extends z.ZodType>(
  about: string,
  rules: { role: Role; reason: 'required' | 'optional'; needs: readonly Link[] },
  input: I,
  output: O,
): CommandDeclaration<I, O> {
  return { kind: 'command', input, output, about, ...rules };
}

export const errorCode = z.enum(Object.values(ERROR_CODES).flat() as [string, ...string[]]);

/** Every answer that crosses a border: what was asked for, or why not. */
export const envelope = <O extends z.ZodType>(output: O) =>
  z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), data: output }),
    z.object({ ok: z.literal(false), code: errorCode, message: z.string() }),
  ]);

export type Envelope<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly code: string; readonly message: string };
