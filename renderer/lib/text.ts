import { errorText, type Language } from '../../shared/text/text.ts';
import { useView } from '../stores/view-store.ts';

/** The words of one screen in both languages: one that is missing, or too many, does not compile. */
export type Texts<T> = Readonly<Record<Language, T>>;

export function defineTexts<T>(texts: { readonly id: T; readonly en: NoInfer<T> }): Texts<T> {
  return texts;
}

/** The words in the language that this screen shows. */
export function useText<T>(texts: Texts<T>): T {
  return texts[useView(({ language }) => language)];
}

/** What happened, what it means, what to do: for an error code of the station. */
export function useErrorText(): (code: string) => ReturnType<typeof errorText> {
  const language = useView((view) => view.language);
  return (code) => errorText(language, code);
}
