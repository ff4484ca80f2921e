import { useMutation } from '@tanstack/react-query';
import type { CommandGiven, CommandName, CommandOutput } from '../../shared/contract/contract.ts';
import { queryClient } from '../lib/queries.ts';
import { type CallError, sendCommand } from '../lib/station-client.ts';

interface Giving<N extends CommandName> {
  readonly input: CommandGiven<N>;
  readonly reason: string | null;
  /**
   * Called also when the row that had the button is gone before the station has answered, as is usual where a
   * command ends what the row is about. What is given to `mutate` itself is not called then.
   */
  readonly onSuccess?: () => void;
  readonly onError?: (error: CallError) => void;
}

/** Gives one command. `isPending` from the click on; the station's events bring the screen up to date. */
export function useCommand<N extends CommandName>(name: N) {
  return useMutation<CommandOutput<N>, CallError, Giving<N>>({
    mutationFn: ({ input, reason }) => sendCommand(name, input, reason),
    onSuccess: (_output, { onSuccess }) => onSuccess?.(),
    onError: (error, { onError }) => onError?.(error),
    // What was refused may have been refused because the screen was behind; what was done puts off the lock.
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ['host', 'session'] });
      return queryClient.invalidateQueries({ queryKey: ['station'] });
    },
  });
}
