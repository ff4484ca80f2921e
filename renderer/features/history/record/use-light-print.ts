import { useEffect } from 'react';

/** Paper is white: a screen in the dark theme is printed in the light one, whoever asks for the print. */
export function useLightPrint(): void {
  useEffect(() => {
    const { dataset } = document.documentElement;
    let shown = dataset.theme;
    const before = (): void => {
      shown = dataset.theme;
      dataset.theme = 'light';
    };
    const after = (): void => {
      if (shown !== undefined) dataset.theme = shown;
    };
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
    };
  }, []);
}
