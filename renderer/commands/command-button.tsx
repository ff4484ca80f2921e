import { type ReactNode, useState } from 'react';
import type { CommandGiven, CommandName } from '../../shared/contract/contract.ts';
import { Button } from '../components/button.tsx';
import { useErrorText } from '../lib/text.ts';
import { useNotices } from '../stores/notice-store.ts';
import { useUnavailable } from './availability.ts';
import { CommandDialog } from './command-dialog.tsx';
import { useCommand } from './use-command.ts';

interface CommandButtonProps<N extends CommandName> {
  readonly command: N;
  readonly input: CommandGiven<N>;
  /** What the button says; also the dialog's heading. */
  readonly label: string;
  readonly icon?: ReactNode;
  /** What it is about: a batch's name, a task. Named in the dialog and in the notice. */
  readonly subject: string;
  /**
   * `at-once`: done with the click. `ask`: first shows what will change, and asks for a reason where the
   * command needs one.
   */
  readonly when: 'at-once' | 'ask';
  /** Why it is not offered in this state, beyond role and links, which are known here. */
  readonly unavailable?: string | null;
  readonly look?: 'normal' | 'primary' | 'danger' | 'plain';
  readonly onDone?: () => void;
}

/** A button for one command of the contract: available or saying why not, pending, done, or failed in plain words. */
export function CommandButton<N extends CommandName>(props: CommandButtonProps<N>) {
  const { command, input, label, icon, subject, when, unavailable = null, look = 'normal', onDone } = props;
  const cannot = useUnavailable(command) ?? unavailable;
  const [asking, setAsking] = useState(false);
  const errorText = useErrorText();
  const show = useNotices((state) => state.show);
  const { mutate, isPending } = useCommand(command);
  const give = (): void =>
    mutate({
      input,
      reason: null,
      onSuccess: () => {
        show({ kind: 'done', title: label, body: subject, path: null });
        onDone?.();
      },
      onError: (error) => {
        const { what, next } = errorText(error.code);
        show({ kind: 'failed', title: `${label}: ${subject}`, body: `${what} ${next}`, path: null });
      },
    });
  return (
    <>
      <Button
        look={look}
        unavailable={cannot}
        pending={isPending}
        onClick={() => (when === 'ask' ? setAsking(true) : give())}
      >
        {icon}
        {label}
      </Button>
      {asking && (
        <CommandDialog
          command={command}
          input={input}
          title={label}
          subject={subject}
          onClose={() => setAsking(false)}
          {...(onDone !== undefined && { onDone })}
        />
      )}
    </>
  );
}
