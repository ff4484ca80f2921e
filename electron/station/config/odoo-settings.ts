import { MINUTE_MS } from './durations.ts';
import { choice, durationSpelling, LIVE, milliseconds, numeric, optionalText, text } from './setting.ts';
import { httpUrl, plainText, urlPath } from './text-schemas.ts';

/** Where Odoo is, and how results are brought to it. */
export const ODOO_SETTINGS = {
  odooUrl: optionalText(
    'ODOO_URL',
    { range: 'http(s) address', schema: httpUrl },
    'The Odoo server. Together with PLC_IP it makes the station productive.',
  ),
  odooDatabase: optionalText(
    'ODOO_DATABASE',
    { range: 'name', schema: plainText, aliases: ['ODOO_DB'] },
    "Name of Odoo's database.",
  ),
  odooUsername: optionalText('ODOO_USERNAME', { range: 'login', schema: plainText }, 'Login at Odoo.'),
  odooPassword: optionalText(
    'ODOO_PASSWORD',
    { range: 'text', schema: plainText, secret: true },
    'Password at Odoo.',
  ),
  odooTimeout: milliseconds(
    [durationSpelling('ODOO_TIMEOUT_MS', 'ms', { minMs: 200, maxMs: 2 * MINUTE_MS })],
    15_000,
    'How long a call to Odoo waits for its answer.',
  ),
  odooFailurePath: text(
    'ODOO_EQUIPMENT_FAILURE_PATH',
    { range: 'path', schema: urlPath },
    '/api/scada/equipment-failure',
    'Where equipment failures are reported; the other known path is tried after a 404.',
  ),
  weighingEquipment: text(
    'WEIGHING_EQUIPMENT',
    { range: "Odoo's code of an equipment", schema: plainText },
    'PLC01',
    'Under which equipment a manual weighing is booked when the material belongs to none.',
  ),
  pushMaxPerSecond: numeric(
    'PUSH_MAX_PER_SECOND',
    { min: 0.1, max: 1000, unit: '1/s', fallback: 5, live: LIVE },
    'Most results sent to Odoo per second, also after an outage.',
  ),
  closePolicy: choice(
    'CLOSE_POLICY',
    ['close', 'update-only'],
    'close',
    'Whether a completed order is also closed in Odoo.',
    LIVE,
  ),
} as const;
