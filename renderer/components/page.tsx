import type { ReactNode } from 'react';

/** One screen: its heading, what stands beside it, and its content. */
export function Page({
  title,
  aside,
  className = '',
  children,
}: {
  readonly title: ReactNode;
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={`page ${className}`}>
      <div className="page-head">
        <h1>{title}</h1>
        {aside}
      </div>
      {children}
    </div>
  );
}

/** A framed part of a screen with a heading. */
export function Panel({
  title,
  note,
  aside,
  className = '',
  children,
}: {
  readonly title?: ReactNode;
  readonly note?: ReactNode;
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <section className={`panel ${className}`}>
      {title !== undefined && (
        <header>
          <h2>{title}</h2>
          {note !== undefined && <span className="panel-note">{note}</span>}
          {aside}
        </header>
      )}
      {children}
    </section>
  );
}

/** What would be here, and what to do about it. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="empty">
      <strong>{title}</strong>
      {children !== undefined && <span>{children}</span>}
    </div>
  );
}
