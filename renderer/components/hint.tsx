import { Tooltip } from 'radix-ui';
import { type ReactNode, useState } from 'react';

interface HintProps {
  /** Null: there is nothing to explain now. What is explained stays the same element when that changes. */
  readonly text: ReactNode | null;
  /**
   * Also after a click, and after the screen had to be scrolled to show what has the focus: a reason that
   * somebody must be able to read, however they came there.
   */
  readonly whileFocused?: boolean;
  readonly children: ReactNode;
}

/** A short explanation that shows on hover and on focus. */
export function Hint({ text, whileFocused = false, children }: HintProps) {
  const [isOpen, setOpen] = useState(false);
  const [isFocused, setFocused] = useState(false);
  const shown = text !== null && (isOpen || (whileFocused && isFocused));
  return (
    <Tooltip.Root open={shown} onOpenChange={setOpen}>
      <Tooltip.Trigger asChild onFocus={() => setFocused(true)} onBlur={() => setFocused(false)}>
        {children}
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          className="tooltip"
          sideOffset={5}
          collisionPadding={8}
          onEscapeKeyDown={() => setFocused(false)}
        >
          {text}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
