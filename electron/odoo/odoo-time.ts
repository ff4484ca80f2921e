import type { EpochMs } from '../domain/batch.ts';

/** Odoo's date-time text: "YYYY-MM-DD HH:MM:SS" in UTC without a zone; fractions of a second are cut. */
export function toOdooTime(at: EpochMs): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** Reads Odoo's date-time text (blank or T between, with or without a Z). Null for anything else. */
export function fromOdooTime(text: string): EpochMs | null {
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|\+00:00)?$/.exec(text.trim());
  if (parts === null) return null;
  const at = Date.parse(`${parts[1]}T${parts[2]}Z`);
  return Number.isNaN(at) ? null : at;
}
