import { useState } from 'react';
import { Link } from 'react-router';
import type { AlarmView } from '../../../../shared/contract/alarms.ts';
import { useUnavailable } from '../../../commands/availability.ts';
import { Button } from '../../../components/button.tsx';
import { useCauseText } from '../../../lib/cause-text.ts';
import { useErrorText, useText } from '../../../lib/text.ts';
import { historyAddress } from '../history-filter.ts';
import { texts } from '../texts.ts';
import { CommentDialog } from './comment-dialog.tsx';
import { ShelveDialog } from './shelve-dialog.tsx';

/** Why it is there, what it means for production, and what to do; and what else can be done with it. */
export function AlarmDetail({ alarm }: { readonly alarm: AlarmView }) {
  const text = useText(texts);
  const { what, means, next } = useErrorText()(alarm.code);
  const causeOf = useCauseText();
  return (
    <section className="al-detail" aria-label={text.detailsOf(`${what} ${alarm.subject}`)}>
      <dl>
        <dt>{text.cause}</dt>
        <dd>{causeOf(alarm)}</dd>
        <dt>{text.consequence}</dt>
        <dd>{means}</dd>
        <dt>{text.toDo}</dt>
        <dd>
          <strong>{next}</strong>
          {alarm.ends === 'when-acknowledged' && <span className="al-under dim">{text.event}</span>}
        </dd>
        {alarm.mo_id !== null && (
          <>
            <dt>{text.order}</dt>
            <dd>
              <Link to={`/batch/${encodeURIComponent(alarm.mo_id)}`}>{alarm.mo_id}</Link>
            </dd>
          </>
        )}
        <dt>{text.source}</dt>
        <dd className="dim">
          {text.groups[alarm.group]} · <code>{alarm.code}</code>
        </dd>
      </dl>
      <DetailActions alarm={alarm} />
    </section>
  );
}

function DetailActions({ alarm }: { readonly alarm: AlarmView }) {
  const text = useText(texts);
  const [asking, setAsking] = useState<'shelve' | 'comment' | null>(null);
  const cannotShelve = useUnavailable('shelveAlarm');
  const cannotComment = useUnavailable('commentAlarm');
  const gone = alarm.state === 'cleared-unacknowledged' ? text.shelveGone : null;
  const close = (): void => setAsking(null);
  return (
    <div className="al-actions">
      <Button unavailable={cannotShelve ?? gone} onClick={() => setAsking('shelve')}>
        {text.shelve}…
      </Button>
      <Button unavailable={cannotComment} onClick={() => setAsking('comment')}>
        {text.writeComment}…
      </Button>
      <Link
        className="button plain"
        to={historyAddress({ span: 'all', code: alarm.code, subject: alarm.subject })}
      >
        {text.historyOf}
      </Link>
      {asking === 'shelve' && <ShelveDialog alarm={alarm} onClose={close} />}
      {asking === 'comment' && <CommentDialog alarm={alarm} onClose={close} />}
    </div>
  );
}
