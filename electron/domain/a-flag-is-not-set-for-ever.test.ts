import { expect, test } from 'vitest';
import { decideAcknowledge, MAX_REPEATED_ACKNOWLEDGEMENTS } from './acknowledgement.ts';

test.each([
  [0, 0, 'write'],
  [0, 1, 'write'],
  [0, MAX_REPEATED_ACKNOWLEDGEMENTS, 'write'],
  [0, MAX_REPEATED_ACKNOWLEDGEMENTS + 1, 'give-up'],
  [1, 0, 'remember'],
  [1, 1, 'nothing'],
  [1, MAX_REPEATED_ACKNOWLEDGEMENTS + 1, 'nothing'],
] as const)('flag %i after %i acknowledgements: %s', (flag, acknowledgements, decision) => {
  expect(decideAcknowledge(flag, { acknowledgements })).toBe(decision);
});
