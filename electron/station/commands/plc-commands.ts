import type { CommandInput } from '../../../shared/contract/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import { slot as slotNumber, type WordAddress, wordAddress } from '../../../shared/units.ts';
import { fieldAddress, flagAddress } from '../../plc/memory-map/addresses.ts';
import { failureFlagAddress } from '../../plc/memory-map/failure-codec.ts';
import { weighingFlagAddress } from '../../plc/memory-map/weighing-codec.ts';
import {
  type CommandHandler,
  type CommandServices,
  consequence,
  findQueued,
  NO_CONSEQUENCES,
  type QueuedBatch,
} from './command-handler.ts';

export const testRead: CommandHandler<'testRead'> = {
  preview: async () => NO_CONSEQUENCES,
  async execute({ gateway }, { address, count }) {
    const words = await gateway.exclusive(() => gateway.readWords(wordAddress(address), count));
    return { output: { address, words: [...words] }, before: null, after: null };
  },
};

export const setFlag: CommandHandler<'setFlag'> = {
  async preview(services, input) {
    const address = addressOf(services, input);
    return { ...NO_CONSEQUENCES, plc: [consequence('plc-flag-set', { address, value: input.value })] };
  },
  async execute(services, input) {
    const { gateway } = services;
    const address = addressOf(services, input);
    return await gateway.exclusive(async () => {
      const before = await gateway.readWord(address);
      await gateway.writeFlagVerified(address, input.value);
      const message = `D${address} is ${input.value}`;
      return {
        output: { changed: 1, message },
        before: { address, word: before },
        after: { address, word: input.value },
      };
    });
  },
};

export const forceStatus: CommandHandler<'forceStatus'> = {
  async preview(services, input) {
    const queued = await findForcible(services, input);
    await services.gateway.exclusive(() => requireShown(services, queued));
    return {
      ...NO_CONSEQUENCES,
      plc: writesOf(services, queued, input).map(({ address, value }) =>
        consequence('plc-status-forced', { address, value }),
      ),
    };
  },
  async execute(services, input) {
    const { gateway } = services;
    const queued = await findForcible(services, input);
    const writes = writesOf(services, queued, input);
    const before = await gateway.exclusive(async () => {
      await requireShown(services, queued);
      const words: { address: number; word: number }[] = [];
      for (const { address, value } of writes) {
        words.push({ address, word: await gateway.readWord(address) });
        await gateway.writeFlagVerified(address, value);
      }
      return words;
    });
    services.scheduler.wake(2);
    const after = writes.map(({ address, value }) => ({ address, word: value }));
    return {
      output: { changed: writes.length, message: `${input.mo_id}: status set in the PLC` },
      before,
      after,
    };
  },
};

function addressOf({ gateway }: CommandServices, { flag, slot }: CommandInput<'setFlag'>): WordAddress {
  const { profile } = gateway;
  switch (flag) {
    case 'read':
      return flagAddress(profile.read, slotNumber(slot));
    case 'write':
      return flagAddress(profile.write, slotNumber(slot));
    case 'failure':
      return failureFlagAddress(profile);
    case 'weighing':
      return weighingFlagAddress(profile);
  }
}

async function findForcible(
  services: CommandServices,
  input: CommandInput<'forceStatus'>,
): Promise<QueuedBatch> {
  if (input.status_manufacturing === undefined && input.status_operation === undefined) {
    throw new AppError('BAD_REQUEST', 'give status_manufacturing, status_operation, or both');
  }
  const queued = await findQueued(services, input.mo_id);
  if (queued.batch.slot === null) throw new AppError('COMMAND_NOT_NOW', `${input.mo_id} has no slot`);
  if (queued.entry !== undefined)
    throw new AppError('COMMAND_NOT_NOW', `${input.mo_id} has ended: reset it first`);
  return queued;
}

/** Throws AppError COMMAND_NOT_NOW when the PLC shows another order, or none, in the batch's slot. */
async function requireShown({ gateway }: CommandServices, { batch }: QueuedBatch): Promise<void> {
  const shown = (await gateway.readFeedbackRaw()).find(({ slot }) => slot === batch.slot);
  if (shown?.moId === batch.moId) return;
  throw new AppError(
    'COMMAND_NOT_NOW',
    `the PLC shows ${shown?.moId || 'no order'} in slot ${batch.slot}, not ${batch.moId}`,
  );
}

function writesOf(
  { gateway }: CommandServices,
  { batch }: QueuedBatch,
  input: CommandInput<'forceStatus'>,
): readonly { address: WordAddress; value: 0 | 1 }[] {
  const number = batch.slot ?? slotNumber(1);
  const fields = [
    ['statusOperation', input.status_operation],
    ['statusManufacturing', input.status_manufacturing],
  ] as const;
  return fields.flatMap(([field, value]) =>
    value === undefined ? [] : [{ address: fieldAddress(gateway.profile.read, number, field), value }],
  );
}
