import { Check, Info, X } from 'lucide-react';
import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { defineTexts, useText } from '../lib/text.ts';
import { type Notice, useNotices } from '../stores/notice-store.ts';
import { Button } from './button.tsx';
import { PriorityMark } from './priority-mark.tsx';

const texts = defineTexts({
  id: { region: 'Pesan singkat', close: 'Tutup', open: 'Buka', failed: 'Gagal' },
  en: { region: 'Notices', close: 'Close', open: 'Open', failed: 'Failed' },
});

/** What was done goes by itself after so many milliseconds; what failed stays until it is closed. */
const DONE_MS = 6_000;
const EVENT_MS = 15_000;

export function Notices() {
  const text = useText(texts);
  const notices = useNotices((state) => state.notices);
  return (
    <section className="notices" aria-label={text.region} aria-live="polite">
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

function NoticeCard({ notice: { id, kind, title, body, path } }: { readonly notice: Notice }) {
  const text = useText(texts);
  const navigate = useNavigate();
  const dismiss = useNotices((state) => state.dismiss);
  useEffect(() => {
    if (kind === 'failed') return;
    const timer = window.setTimeout(() => dismiss(id), kind === 'done' ? DONE_MS : EVENT_MS);
    return () => window.clearTimeout(timer);
  }, [id, kind, dismiss]);
  return (
    <div className="notice">
      {kind === 'done' && <Check aria-hidden="true" size={18} />}
      {kind === 'event' && <Info aria-hidden="true" size={18} />}
      {kind === 'failed' && <PriorityMark priority={2} label={text.failed} />}
      <div>
        <strong>{title}</strong>
        <p>{body}</p>
        {path !== null && (
          <Button
            onClick={() => {
              dismiss(id);
              void navigate(path);
            }}
          >
            {text.open}
          </Button>
        )}
      </div>
      <Button look="plain" aria-label={text.close} onClick={() => dismiss(id)}>
        <X aria-hidden="true" />
      </Button>
    </div>
  );
}
