import { describe, expect, it } from 'vitest';
import { NOTIFICATION_KINDS } from '../contract/alarms.ts';
import { errorText, LANGUAGES, notificationText } from './text.ts';

/** A toast shows so much of a title. */
const MAX_TITLE_CHARACTERS = 40;

describe.each(LANGUAGES)('in %s', (language) => {
  it('each kind has a short title of its own', () => {
    const values = { code: 'BATCH_FAILED', subject: 'slot 3', times: 1 };
    const titles = NOTIFICATION_KINDS.map(
      (kind) => notificationText(language, { kind, mo_id: null, values }).title,
    );
    expect(
      titles.filter((title) => !/^[A-Z].*[^.!]$/.test(title) || title.length > MAX_TITLE_CHARACTERS),
    ).toEqual([]);
    expect(new Set(titles).size).toBe(NOTIFICATION_KINDS.length);
  });

  it('the body names the order, or else the subject, and the next step; and how often, if more than once', () => {
    const { next } = errorText(language, 'ODOO_REJECTED');
    const values = { code: 'ODOO_REJECTED', subject: 'silo103 $& {times}', times: 1 };
    const body = (mo_id: string | null, times: number) =>
      notificationText(language, { kind: 'result-refused', mo_id, values: { ...values, times } }).body;
    expect(body('WH/MO/00001', 1)).toBe(`WH/MO/00001: ${next}`);
    expect(body(null, 1)).toBe(`silo103 $& {times}: ${next}`);
    expect(body('WH/MO/00001', 7)).toMatch(/^WH\/MO\/00001: .* 7 (times|kali) /);
  });
});

it('the two languages differ', () => {
  const values = { code: 'PLC_LINK_LOST', subject: 'PLC', times: 2 };
  const [first, second] = LANGUAGES.map((language) =>
    notificationText(language, { kind: 'plc-link-lost', mo_id: null, values }),
  );
  expect(first?.title).not.toBe(second?.title);
  expect(first?.body).not.toBe(second?.body);
});
