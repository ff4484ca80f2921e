/**
 * A PostgreSQL URL as `pg` expects it. The predecessor's settings name SQLAlchemy's driver in it
 * (`postgresql+psycopg2://`), and keep working.
 */
export function plainUrl(url: string): string {
  return url.replace(/^(postgres(?:ql)?)\+\w+:/, '$1:');
}
