import { QueryClientProvider } from '@tanstack/react-query';
import { Tooltip } from 'radix-ui';
import { useEffect } from 'react';
import { RouterProvider } from 'react-router';
import { queryClient } from '../lib/queries.ts';
import { useView } from '../stores/view-store.ts';
import { createRouter } from './routes.tsx';
import { SessionGate } from './session-gate.tsx';

const TOOLTIP_DELAY_MS = 250;
const router = createRouter();

export function App() {
  const theme = useView((view) => view.theme);
  const language = useView((view) => view.language);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    document.documentElement.lang = language;
  }, [theme, language]);
  return (
    <QueryClientProvider client={queryClient}>
      <Tooltip.Provider delayDuration={TOOLTIP_DELAY_MS}>
        <SessionGate>
          <RouterProvider router={router} />
        </SessionGate>
      </Tooltip.Provider>
    </QueryClientProvider>
  );
}
