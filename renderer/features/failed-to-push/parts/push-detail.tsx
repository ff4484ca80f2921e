import type { PushDetailView } from '../../../../shared/contract/history.ts';
import type { FailedPushView } from '../../../../shared/contract/views.ts';
import { Answer } from '../../../components/answer.tsx';
import { useAnswer } from '../../../lib/queries.ts';
import { useErrorText, useText } from '../../../lib/text.ts';
import { useFormat } from '../../../lib/use-format.ts';
import { texts } from '../texts.ts';
import { useCauseWords } from '../use-cause-words.ts';
import { PushActions } from './push-actions.tsx';
import { WouldSend } from './would-send.tsx';

/** One result: what Odoo would get, what it answered, and what can be done. */
export function PushDetail({ push }: { readonly push: FailedPushView }) {
  const text = useText(texts);
  const detail = useAnswer('pushDetail', { mo_id: push.mo_id });
  return (
    <section className="push-detail" aria-label={text.detailsOf(push.mo_id)}>
      <PushActions push={push} />
      <Answer of={detail}>
        {(known) => (
          <div className="push-detail-columns">
            <WouldSend steps={known.would_send} />
            <Answers push={push} detail={known} />
          </div>
        )}
      </Answer>
    </section>
  );
}

function Answers({ push, detail }: { readonly push: FailedPushView; readonly detail: PushDetailView }) {
  const text = useText(texts);
  const { said, reason } = useCauseWords()(push);
  return (
    <div className="grid">
      <section>
        <h3>{text.answers}</h3>
        {detail.answers.length === 0 ? (
          <p className="dim">{said ?? text.noAnswers}</p>
        ) : (
          <ol className="push-answers">
            {detail.answers.map((answer) => (
              <AnswerLine key={`${answer.at} ${answer.code} ${answer.message}`} answer={answer} />
            ))}
          </ol>
        )}
      </section>
      {push.state === 'held' && detail.hold_reason !== null && (
        <section>
          <h3>{text.holdReason}</h3>
          <p>{reason ?? detail.hold_reason}</p>
        </section>
      )}
      <RefusedLines lines={detail.refused_lines} />
      {detail.sent.length > 0 && (
        <section>
          <h3>{text.sentBefore}</h3>
          <p>{detail.sent.map((step) => text.sent[step]).join(' · ')}</p>
        </section>
      )}
    </div>
  );
}

function AnswerLine({
  answer: { at, code, message },
}: {
  readonly answer: PushDetailView['answers'][number];
}) {
  const text = useText(texts);
  const format = useFormat();
  const { what } = useErrorText()(code);
  return (
    <li>
      <span className="dim nowrap">{at === null ? text.unknownTime : format.dateTime(at)}</span>
      <div>
        {what}
        <code>
          {code}: {message}
        </code>
      </div>
    </li>
  );
}

function RefusedLines({ lines }: { readonly lines: PushDetailView['refused_lines'] }) {
  const text = useText(texts);
  if (lines.length === 0) return null;
  return (
    <section>
      <h3>{text.refusedLines}</h3>
      <ul className="push-answers">
        {lines.map(({ equipment, message }) => (
          <li key={equipment}>
            <strong>{equipment}</strong>
            <span>{message}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
