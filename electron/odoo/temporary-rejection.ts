/** What PostgreSQL, Odoo and the module say when two transactions met or something was busy for a moment. */
const TEMPORARY = [
  /could not serialize/i,
  /concurrent update/i,
  /deadlock/i,
  /lock timeout|could not obtain lock|lock not available|locked by/i,
  /timed? ?out/i,
  /temporar(y|ily)/i,
  /try again/i,
  /too many (connections|requests)/i,
  /(connection|cursor) (is )?(already )?closed|closed the connection/i,
];

/** True for a refusal that may be gone at the next attempt, judged by its text: Odoo gives no code for it. */
export function isTemporaryRejection(message: string): boolean {
  return TEMPORARY.some((pattern) => pattern.test(message));
}
