import { describe, expect, test } from 'vitest';
import { ROLES } from '../contract/declare.ts';
import { batchPhase } from '../contract/values.ts';
import { ERROR_CODES } from '../errors.ts';
import { en } from './en.ts';
import { id } from './id.ts';
import type { OperatorText, PlantErrorTexts } from './operator-text.ts';
import { errorText, LANGUAGES, type Language, phaseName, roleName, taskName } from './text.ts';

const CODES = Object.values(ERROR_CODES).flat();
const TASKS = [1, 2, 3, 4, 5, 6, 7];
/** More does not fit two lines of the alarm banner. */
const MAX_CHARACTERS = 140;
/** Words of programmers that nobody in a control room uses. */
const JARGON =
  /outbox|journal|sqlite|payload|gateway|handshake|leader|epoch|timeout|null|exception|socket|datagram|boolean/i;

function sentences(language: Language): readonly (readonly [key: string, text: string])[] {
  const errors = CODES.flatMap((code) =>
    Object.entries(errorText(language, code)).map(([part, text]) => [`${code}.${part}`, text] as const),
  );
  const { causes, consequences, findings } = language === 'id' ? id : en;
  return [
    ...errors,
    ...Object.entries({ causes, consequences, findings }).flatMap(([kind, texts]) =>
      Object.entries(texts).map(([key, text]) => [`${kind}.${key}`, text] as const),
    ),
  ];
}

/** Everything in `texts` that `fits` says no to, so that a failure names all of it at once. */
function misfits(language: Language, fits: (text: string) => boolean): readonly string[] {
  return sentences(language)
    .filter(([, text]) => !fits(text))
    .map(([key, text]) => `${key}: ${text}`);
}

describe.each(LANGUAGES)('texts in %s', (language) => {
  test('there is a sentence of at most 140 characters for each', () => {
    expect(sentences(language).length).toBeGreaterThan(3 * CODES.length);
    expect(
      misfits(language, (text) => /^[A-Z{].*[^. ]\.$/.test(text) && text.length <= MAX_CHARACTERS),
    ).toEqual([]);
  });

  test('nothing shouts, and no word of programmers is in them', () => {
    expect(misfits(language, (text) => !text.includes('!') && !JARGON.test(text))).toEqual([]);
  });

  test('every code says what happened in words of its own', () => {
    const codesByText = Map.groupBy(CODES, (code) => errorText(language, code).what);
    expect([...codesByText.values()].filter((codes) => codes.length > 1)).toEqual([]);
  });

  test('tasks, phases and roles have a name each', () => {
    const names = [
      TASKS.map((task) => taskName(language, task)),
      batchPhase.options.map((phase) => phaseName(language, phase)),
      ROLES.map((role) => roleName(language, role)),
    ];
    for (const group of names) {
      expect(group.filter((name) => !/^[A-Z]/.test(name))).toEqual([]);
      expect(new Set(group).size).toBe(group.length);
    }
  });
});

describe('both languages', () => {
  test('no sentence was left untranslated', () => {
    const english = new Map(sentences('en'));
    expect(sentences('id').filter(([key, text]) => english.get(key) === text)).toEqual([]);
    expect([...english.keys()]).toEqual(sentences('id').map(([key]) => key));
  });

  test('terms are those of the mill', () => {
    expect(errorText('id', 'BATCH_FAILED')).toEqual(id.errors.BATCH_FAILED);
    expect(errorText('en', 'ODOO_UNREACHABLE').what).toBe('Odoo cannot be reached.');
    expect(errorText('id', 'ODOO_UNREACHABLE').what).toBe('Odoo tidak dapat dihubungi.');
    expect(taskName('id', 1)).toBe('Ambil MO');
    expect(phaseName('id', 'confirmed')).toBe('Terkirim ke Odoo');
    expect(roleName('en', 'supervisor')).toBe('Supervisor');
  });

  test('a missing text and a superfluous one do not compile', () => {
    const name = 'Pemantau';
    // @ts-expect-error the names of two roles are missing
    const missing = { viewer: name } satisfies OperatorText['roles'];
    const roles = { viewer: name, operator: name, supervisor: name };
    // @ts-expect-error there is no such role
    const superfluous = { ...roles, boss: name } satisfies OperatorText['roles'];
    const code = { what: name, means: name, next: name };
    // @ts-expect-error the texts of all other codes are missing
    const errors = { PLC_BUSY: code } satisfies PlantErrorTexts;
    expect([missing, superfluous, errors]).toHaveLength(3);
  });
});

describe('keys that this version does not know', () => {
  test.each(['MADE_UP_LATER', '', 'constructor', '__proto__'])(
    'code "%s" gets the text of INTERNAL',
    (code) => {
      expect(errorText('id', code)).toBe(id.errors.INTERNAL);
      expect(errorText('en', code)).toBe(en.errors.INTERNAL);
    },
  );

  test('a task without a name is shown by its number', () => {
    expect(taskName('id', 8)).toBe('TASK 8');
  });
});
