import type { ComponentProps, ReactNode } from 'react';
import { Hint } from './hint.tsx';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled' | 'type'> {
  readonly look?: 'normal' | 'primary' | 'danger' | 'plain';
  /** Why it cannot be used now: the button then can still be reached, says why, and does nothing. */
  readonly unavailable?: string | null;
  /** Something was begun and has not ended yet. */
  readonly pending?: boolean;
  readonly submit?: boolean;
  readonly children: ReactNode;
}

export function Button({
  look = 'normal',
  unavailable = null,
  pending = false,
  submit = false,
  onClick,
  className = '',
  children,
  ...rest
}: ButtonProps) {
  const off = unavailable !== null || pending;
  // With or without a reason it is the same element: the focus that it has stays.
  return (
    <Hint text={unavailable} whileFocused>
      <button
        {...rest}
        type={submit ? 'submit' : 'button'}
        className={`button ${look === 'normal' ? '' : look} ${className}`}
        aria-disabled={off || undefined}
        aria-busy={pending || undefined}
        onClick={(event) => {
          if (off) event.preventDefault();
          else onClick?.(event);
        }}
      >
        {children}
        {pending && <span aria-hidden="true">…</span>}
      </button>
    </Hint>
  );
}
