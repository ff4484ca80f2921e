import { create } from 'zustand';

/** Notices at once; the oldest goes when one more comes. */
const MAX_NOTICES = 4;

export interface Notice {
  readonly id: number;
  readonly kind: 'done' | 'failed' | 'event';
  readonly title: string;
  readonly body: string;
  /** The screen that the notice is about. */
  readonly path: string | null;
}

interface NoticeState {
  readonly notices: readonly Notice[];
  show(notice: Omit<Notice, 'id'>): void;
  dismiss(id: number): void;
}

let lastId = 0;

/** Short notes over the screen: what became of a click. A courtesy; the lists are the record. */
export const useNotices = create<NoticeState>()((set) => ({
  notices: [],
  show: (notice) => {
    lastId += 1;
    const id = lastId;
    set(({ notices }) => ({ notices: [...notices, { ...notice, id }].slice(-MAX_NOTICES) }));
  },
  dismiss: (id) => set(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
}));
