import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { LANGUAGES, type Language } from '../../shared/text/text.ts';

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

interface ViewState {
  readonly language: Language;
  readonly theme: Theme;
  /** Until the next alarm that is not yet acknowledged: sounds are silent. Never acknowledges. */
  readonly silenced: boolean;
  readonly helpOpen: boolean;
  readonly loginOpen: boolean;
  setLanguage(language: Language): void;
  setTheme(theme: Theme): void;
  setSilenced(silenced: boolean): void;
  setHelpOpen(open: boolean): void;
  setLoginOpen(open: boolean): void;
}

/** What a person chose for this screen: kept in the browser, never sent to a station. */
export const useView = create<ViewState>()(
  persist(
    (set) => ({
      language: 'id',
      theme: 'light',
      silenced: false,
      helpOpen: false,
      loginOpen: false,
      setLanguage: (language) => set({ language }),
      setTheme: (theme) => set({ theme }),
      setSilenced: (silenced) => set({ silenced }),
      setHelpOpen: (helpOpen) => set({ helpOpen }),
      setLoginOpen: (loginOpen) => set({ loginOpen }),
    }),
    {
      name: 'batchline-view',
      partialize: ({ language, theme }) => ({ language, theme }),
      // What an older version or a hand has left there is no reason to fail.
      merge: (kept, current) => ({ ...current, ...readKept(kept) }),
    },
  ),
);

function readKept(kept: unknown): Partial<Pick<ViewState, 'language' | 'theme'>> {
  if (typeof kept !== 'object' || kept === null) return {};
  const language = 'language' in kept ? LANGUAGES.find((known) => known === kept.language) : undefined;
  const theme = 'theme' in kept ? THEMES.find((known) => known === kept.theme) : undefined;
  return { ...(language !== undefined && { language }), ...(theme !== undefined && { theme }) };
}
