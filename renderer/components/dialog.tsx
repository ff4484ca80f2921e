import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useState } from 'react';

interface DialogProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly wide?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog over the screen; Escape and a click beside it close it. Rendered only while it is open. */
export function Dialog({ title, description, wide = false, onClose, children }: DialogProps) {
  const [opener] = useState(() => document.activeElement);
  /** Whoever works by keys goes on where the dialog was opened, or at the screen's beginning if that is gone. */
  const giveFocusBack = (event: Event): void => {
    event.preventDefault();
    const place = opener?.isConnected ? opener : document.getElementById('content');
    if (place instanceof HTMLElement) place.focus();
  };
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="shade" />
        <Radix.Content
          className={wide ? 'dialog wide' : 'dialog'}
          onCloseAutoFocus={giveFocusBack}
          {...(description === undefined && { 'aria-describedby': undefined })}
        >
          <Radix.Title asChild>
            <h1>{title}</h1>
          </Radix.Title>
          {description !== undefined && (
            <Radix.Description asChild>
              <div className="dim">{description}</div>
            </Radix.Description>
          )}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
