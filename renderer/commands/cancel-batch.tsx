import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { defineTexts, useText } from '../lib/text.ts';
import { useUnavailable } from './availability.ts';
import { Choice } from './choice.tsx';
import { CommandDialog } from './command-dialog.tsx';

const texts = defineTexts({
  id: {
    cancel: 'Batalkan batch',
    inOdoo: 'Batalkan juga MO-nya di Odoo',
    inOdooHint: 'Tanpa ini, MO tetap terbuka di Odoo dan dapat diambil lagi.',
  },
  en: {
    cancel: 'Cancel batch',
    inOdoo: 'Cancel its order in Odoo too',
    inOdooHint: 'Without it the order stays open in Odoo and can be fetched again.',
  },
});

interface CancelBatchProps {
  readonly moId: string;
  readonly onDone?: () => void;
}

/** Takes a batch out of the queue, with a reason, and if chosen its order in Odoo as well. */
export function CancelBatchButton({
  moId,
  unavailable = null,
  onDone,
}: CancelBatchProps & { readonly unavailable?: string | null }) {
  const text = useText(texts);
  const cannot = useUnavailable('cancelBatch') ?? unavailable;
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button unavailable={cannot} onClick={() => setAsking(true)}>
        {text.cancel}
      </Button>
      {asking && (
        <CancelBatchDialog
          moId={moId}
          onClose={() => setAsking(false)}
          {...(onDone !== undefined && { onDone })}
        />
      )}
    </>
  );
}

function CancelBatchDialog({ moId, onDone, onClose }: CancelBatchProps & { readonly onClose: () => void }) {
  const text = useText(texts);
  const [inOdoo, setInOdoo] = useState(false);
  return (
    <CommandDialog
      command="cancelBatch"
      input={{ mo_id: moId, cancel_in_odoo: inOdoo }}
      title={text.cancel}
      subject={moId}
      onClose={onClose}
      {...(onDone !== undefined && { onDone })}
    >
      <Choice label={text.inOdoo} hint={text.inOdooHint} checked={inOdoo} onChange={setInOdoo} />
    </CommandDialog>
  );
}
