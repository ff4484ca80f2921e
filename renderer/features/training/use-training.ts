import { useMutation } from '@tanstack/react-query';
import type { HostCallGiven, TrainingView } from '../../../shared/contract/host.ts';
import { queryClient } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { type CallError, callHost } from '../../lib/station-client.ts';
import { useErrorText, useText } from '../../lib/text.ts';
import { useConnection } from '../../stores/connection-store.ts';
import { useNotices } from '../../stores/notice-store.ts';
import { texts } from './texts.ts';

type TrainingCall = 'switchBehaviour' | 'startLesson' | 'endLesson' | 'setTrainingSpeed';

/** One of the instructor's switches. Its answer is the panel's new state. */
export function useTrainingCall<N extends TrainingCall>(name: N) {
  const errorText = useErrorText();
  const show = useNotices((state) => state.show);
  return useMutation<TrainingView, CallError, HostCallGiven<N>>({
    mutationFn: async (input) => (await callHost(name, input)) as TrainingView,
    onSuccess: (training) => queryClient.setQueryData(['host', 'training', {}], training),
    onError: ({ code, message }) => {
      show({ kind: 'failed', title: errorText(code).what, body: message, path: null });
    },
  });
}

/** Why nothing can be switched from this screen; null when it can. */
export function useSwitchesUnavailable(): string | null {
  const text = useText(texts);
  const may = useMay('operator');
  const connected = useConnection(({ state }) => state === 'up');
  if (!connected) return text.cutOff;
  return may ? null : text.notControl;
}
