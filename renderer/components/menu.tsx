import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';

interface MenuItem {
  readonly key: string;
  readonly label: string;
  /** Why it cannot be chosen now. */
  readonly unavailable?: string | null;
  readonly onSelect: () => void;
}

/** A button that opens a list of things to do. `trigger` is one button element. */
export function Menu({
  trigger,
  items,
}: {
  readonly trigger: ReactNode;
  readonly items: readonly MenuItem[];
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" sideOffset={4} collisionPadding={8}>
          {items.map(({ key, label, unavailable = null, onSelect }) => (
            <DropdownMenu.Item
              key={key}
              className="menu-item"
              disabled={unavailable !== null}
              onSelect={onSelect}
            >
              {label}
              {unavailable !== null && <small> · {unavailable}</small>}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
