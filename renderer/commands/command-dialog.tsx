import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { COMMANDS, type CommandGiven, type CommandName } from '../../shared/contract/contract.ts';
import type { ConsequenceView, PreviewView } from '../../shared/contract/views.ts';
import { renderConsequence } from '../../shared/text/text.ts';
import { Answer, Problem } from '../components/answer.tsx';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field } from '../components/field.tsx';
import { type CallError, previewCommand } from '../lib/station-client.ts';
import { defineTexts, useText } from '../lib/text.ts';
import { useNotices } from '../stores/notice-store.ts';
import { useView } from '../stores/view-store.ts';
import { useUnavailable } from './availability.ts';
import { useCommand } from './use-command.ts';

const texts = defineTexts({
  id: {
    plc: 'Di PLC',
    database: 'Di basis data',
    odoo: 'Di Odoo',
    nothing: 'tidak ada yang berubah',
    reason: 'Alasan',
    reasonHint: 'Dicatat dalam jejak audit: paling sedikit 3 huruf.',
    reasonOptional: 'Alasan (boleh kosong)',
    tooShort: 'Alasan terlalu pendek.',
    back: 'Kembali',
    doIt: (title: string) => `${title} sekarang`,
    willChange: 'Yang akan berubah',
  },
  en: {
    plc: 'In the PLC',
    database: 'In the database',
    odoo: 'In Odoo',
    nothing: 'nothing changes',
    reason: 'Reason',
    reasonHint: 'Kept in the audit trail: at least 3 letters.',
    reasonOptional: 'Reason (may be empty)',
    tooShort: 'The reason is too short.',
    back: 'Back',
    doIt: (title: string) => `${title} now`,
    willChange: 'What will change',
  },
});

const MIN_REASON_LETTERS = 3;
const MAX_REASON_LETTERS = 500;

interface CommandDialogProps<N extends CommandName> {
  readonly command: N;
  readonly input: CommandGiven<N>;
  readonly title: string;
  /** The batch, task or flag that it is about. */
  readonly subject: string;
  /** Choices that change the input, between the subject and the consequences. */
  readonly children?: ReactNode;
  /** Why it cannot be given with these choices. */
  readonly unavailable?: string | null;
  readonly onClose: () => void;
  readonly onDone?: () => void;
}

/**
 * Shows what a command will change in the PLC, in the database and in Odoo as the station sees it at this
 * moment, asks for a reason, and gives the command. Nothing is preselected: Enter in the dialog does nothing
 * that has consequences.
 */
export function CommandDialog<N extends CommandName>(props: CommandDialogProps<N>) {
  const { command, input, title, subject, children, unavailable = null, onClose, onDone } = props;
  const text = useText(texts);
  const cannot = useUnavailable(command);
  const [reason, setReason] = useState('');
  const preview = useQuery<PreviewView, CallError>({
    queryKey: ['station', 'preview', command, input],
    queryFn: () => previewCommand(command, input),
    staleTime: 0,
    gcTime: 0,
  });
  const show = useNotices((state) => state.show);
  const { mutate, isPending, error } = useCommand(command);
  const required = COMMANDS[command].reason === 'required';
  const tooShort = required && reason.trim().length < MIN_REASON_LETTERS;
  const give = (): void =>
    mutate({
      input,
      reason: reason.trim() === '' ? null : reason.trim(),
      onSuccess: () => {
        show({ kind: 'done', title, body: subject, path: null });
        onDone?.();
        onClose();
      },
    });
  const refusal = preview.data?.refusal ?? null;
  return (
    <Dialog title={title} description={subject} onClose={onClose}>
      {children}
      <Answer of={preview}>
        {(shown) => (
          <>
            {shown.refusal !== null && <Problem error={shown.refusal} />}
            <section aria-label={text.willChange}>
              <dl className="consequences">
                <Consequences where={text.plc} what={shown.plc} />
                <Consequences where={text.database} what={shown.database} />
                <Consequences where={text.odoo} what={shown.odoo} />
              </dl>
            </section>
          </>
        )}
      </Answer>
      <Field
        label={required ? text.reason : text.reasonOptional}
        hint={text.reasonHint}
        wrong={tooShort && reason !== '' ? text.tooShort : null}
      >
        {({ id, describedBy }) => (
          <textarea
            id={id}
            aria-describedby={describedBy}
            className="input"
            value={reason}
            maxLength={MAX_REASON_LETTERS}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      {error !== null && <Problem error={error} />}
      <footer>
        <Button onClick={onClose}>{text.back}</Button>
        <Button
          look="danger"
          pending={isPending}
          unavailable={
            cannot ??
            unavailable ??
            (preview.data === undefined || refusal !== null
              ? text.willChange
              : tooShort
                ? text.tooShort
                : null)
          }
          onClick={give}
        >
          {text.doIt(title)}
        </Button>
      </footer>
    </Dialog>
  );
}

function Consequences({
  where,
  what,
}: {
  readonly where: string;
  readonly what: readonly ConsequenceView[];
}) {
  const text = useText(texts);
  const language = useView((view) => view.language);
  return (
    <>
      <dt>{where}</dt>
      <dd>
        {what.length === 0 && <span className="dim">{text.nothing}</span>}
        {what.map((consequence) => (
          <p key={`${consequence.key} ${JSON.stringify(consequence.values)}`}>
            {renderConsequence(language, consequence)}
          </p>
        ))}
      </dd>
    </>
  );
}
