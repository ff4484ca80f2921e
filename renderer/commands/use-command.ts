import { useMutation } from '@tanstack/react-query';
import type { CommandGiven, CommandName, CommandOutput } from '../../shared/contract/contract.ts';
import { queryClient } from '../lib/queries.ts';
import { type CallError, sendCommand } from '../lib/station-client.ts';

/** Gives one command. `isPending` from the click on; the station's events bring the screen up to date. */
export function useCommand<N extends CommandName>(name: N) {
  return useMutation<CommandOutput<N>, CallError, { input: CommandGiven<N>; reason: string | null }>({
    mutationFn: ({ input, reason }) => sendCommand(name, input, reason),
    // What was refused may have been refused because the screen was behind; what was done puts off the lock.
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ['host', 'session'] });
      return queryClient.invalidateQueries({ queryKey: ['station'] });
    },
  });
}
