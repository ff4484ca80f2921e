import { expect, it } from 'vitest';
import { createFormat } from './format.ts';

const format = createFormat('id', '+07:00');

it('a deviation has its sign', () => {
  expect(format.deviationKg(1.2)).toBe('+1,20');
  expect(format.deviationKg(-0.3)).toBe('−0,30');
  expect(format.deviationPercent(-0.4)).toBe('−0,4 %');
});

it('one that rounds to nothing has none', () => {
  expect(format.deviationPercent(-0.014)).toBe('0,0 %');
  expect(format.deviationPercent(0.014)).toBe('0,0 %');
  expect(format.deviationKg(0)).toBe('0,00');
});

it('an unknown one is a dash', () => {
  expect(format.deviationKg(null)).toBe('–');
  expect(format.deviationPercent(undefined)).toBe('–');
});
