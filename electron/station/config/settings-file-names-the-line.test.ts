import { describe, expect, test } from 'vitest';
import { parseSettings } from './settings-file.ts';

describe('settings.json', () => {
  test('scalars become text with the line they stand on', () => {
    const parsed = parseSettings(
      '\uFEFF{\r\n  "PLC_PORT": 9600,\n\n  "ODOO_DB": "mill \\"A\\"",\n "ENABLE_AUTO_SYNC": false,\n "TIMEZONE": null }\n',
    );
    expect(parsed).toEqual({
      kind: 'parsed',
      entries: new Map([
        ['PLC_PORT', { text: '9600', line: 2 }],
        ['ODOO_DB', { text: 'mill "A"', line: 4 }],
        ['ENABLE_AUTO_SYNC', { text: 'false', line: 5 }],
        ['TIMEZONE', { text: '', line: 6 }],
      ]),
    });
  });

  test('an empty object has no settings', () => {
    expect(parseSettings(' { } ')).toEqual({ kind: 'parsed', entries: new Map() });
  });

  test.each([
    ['', 1, 'must begin with {'],
    ['\n[1]', 2, 'must begin with {'],
    ['{\n"A": 1,\n"B" 2}', 3, '":" is expected after "B"'],
    ['{\n"A": 1\n"B": 2}', 3, '"," or "}" is expected after the value of "A"'],
    ['{"A": 1,\n}', 2, 'a name in double quotes'],
    ['{\n"A": {"B": 1}}', 2, '"A" needs a text'],
    ['{\n\n"A": [1]}', 3, '"A" needs a text'],
    ['{"A": secret-word}', 1, '"A" needs a text'],
    ['{"A": 1,\n"B": 2,\n"A": 3}', 3, '"A" appears twice'],
    ['{"A": 1}\n{', 2, 'nothing may follow'],
    ['{"A": "x\ny"}', 1, '"A" needs a text'],
    ['{"A": 1,\n', 2, 'a name in double quotes'],
    ['{\n  // note\n}', 2, 'a name in double quotes'],
  ])('%j is broken on line %i: %s', (source, line, problem) => {
    const parsed = parseSettings(source);
    expect(parsed).toMatchObject({ kind: 'broken', line });
    expect(parsed.kind === 'broken' && parsed.problem).toContain(problem);
    expect(JSON.stringify(parsed)).not.toContain('secret-word');
  });

  test('every prefix of a file either parses or is broken on a line that exists', () => {
    const whole = '{\n "A": "x\\u0041",\n "B": -1.5e3,\n "C": true\n}\n';
    for (let length = 0; length <= whole.length; length++) {
      const prefix = whole.slice(0, length);
      const parsed = parseSettings(prefix);
      if (parsed.kind === 'parsed') expect(prefix.trim()).toBe(whole.trim());
      else expect(parsed.line).toBeLessThanOrEqual(prefix.split('\n').length);
    }
  });
});
