import { expect, it } from 'vitest';
import { causeOf } from './push-cause.ts';
import { pushWith } from './testing/pushes.ts';

it('what Odoo refused has its code', () => {
  expect(
    causeOf(pushWith({ state: 'parked', error_code: 'ODOO_MO_CANCELLED', last_error: 'is cancelled' })),
  ).toEqual({
    kind: 'error',
    code: 'ODOO_MO_CANCELLED',
    message: 'is cancelled',
  });
});

it('a question about the figures is that question', () => {
  expect(
    causeOf(pushWith({ state: 'held', error_code: 'RESULT_QUESTION', last_error: 'zero-weight' })),
  ).toEqual({
    kind: 'question',
    question: 'zero-weight',
  });
});

it('a hold by hand names who and why', () => {
  const push = pushWith({
    state: 'held',
    error_code: 'RESULT_QUESTION',
    last_error: 'held by Sari: ask QC: wet',
  });
  expect(causeOf(push)).toEqual({ kind: 'held', by: 'Sari', reason: 'ask QC: wet' });
});

it('a hold that says nothing of who is shown as it stands', () => {
  const push = pushWith({
    state: 'held',
    error_code: 'RESULT_QUESTION',
    last_error: 'the PLC called it failed',
  });
  expect(causeOf(push)).toEqual({ kind: 'held', by: null, reason: 'the PLC called it failed' });
});

it('a result without a code is never without a cause', () => {
  expect(causeOf(pushWith({ state: 'waiting', error_code: null, last_error: null }))).toEqual({
    kind: 'error',
    code: 'INTERNAL',
    message: null,
  });
});
