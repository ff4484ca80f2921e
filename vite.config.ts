import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The screens: one bundle that the Electron shell and the headless host both serve. */
export default defineConfig({
  root: here('./renderer'),
  base: './',
  plugins: [react()],
  resolve: {
    alias: [
      // Radix' dialogs lock the page's scrolling by a style element, which the content security policy forbids.
      // The page never scrolls here: only the screens inside it do.
      { find: 'react-style-singleton', replacement: here('./renderer/lib/no-scroll-lock-style.ts') },
      // write-excel-file zips by workers from blob: addresses, which the content security policy forbids.
      { find: /^fflate$/, replacement: here('./renderer/lib/zip-in-place.ts') },
    ],
  },
  build: {
    outDir: here('./dist/renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    // A font or an image as a data: address would need a wider policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    // What is bundled here has its licence told on the screen that says what the program is made of.
    license: { fileName: 'licences.json' },
  },
});
