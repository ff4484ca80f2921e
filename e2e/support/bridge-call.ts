import type { Page } from '@playwright/test';
import type { StationBridge } from '../../shared/contract/bridge.ts';
import type { CommandGiven, CommandName } from '../../shared/contract/contract.ts';

/**
 * Gives a command from a page past its buttons, as a changed page could. Gives the code with which the station
 * refused it; null when it was done.
 */
export async function refusalOf<N extends CommandName>(
  page: Page,
  command: N,
  input: CommandGiven<N>,
  reason: string,
): Promise<string | null> {
  return await page.evaluate(
    async ({ command, body }) => {
      const { station } = window as Window & { station?: StationBridge };
      if (station !== undefined) {
        const answer = await station.call('command', command, body);
        return answer.ok ? null : answer.code;
      }
      const response = await fetch(`/api/contract/command/${command}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-batchline': '1' },
        body: JSON.stringify(body),
      });
      const { code }: { code?: string } = await response.json();
      return code ?? null;
    },
    { command, body: { input, reason } },
  );
}
