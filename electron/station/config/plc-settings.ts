import { SECOND_MS } from './durations.ts';
import {
  choice,
  durationSpelling,
  milliseconds,
  numeric,
  optionalText,
  optionalWhole,
  text,
} from './setting.ts';
import { plainText, singleHost } from './text-schemas.ts';

/** A FINS reply takes milliseconds; beyond 10 s a wait only hides a dead link. */
const PLC_TIMEOUT = { minMs: 200, maxMs: 10 * SECOND_MS };
const plcTimeoutOfBoth = durationSpelling('PLC_TIMEOUT_SEC', 's', PLC_TIMEOUT);

/** Where the PLC is, and how it is spoken to. */
export const PLC_SETTINGS = {
  plcHost: optionalText(
    'PLC_IP',
    { range: 'IPv4 address or host name', schema: singleHost },
    'The PLC. Together with ODOO_URL it makes the station productive.',
  ),
  plcPort: numeric('PLC_PORT', { min: 1, max: 65_535, whole: true, fallback: 9600 }, 'UDP port of the PLC.'),
  plcProtocol: choice('PLC_PROTOCOL', ['udp'], 'udp', 'Transport of FINS; UDP is the only one.'),
  clientNode: optionalWhole(
    'CLIENT_NODE',
    { min: 1, max: 254 },
    'Our FINS node number; left out: the last octet of our own address.',
  ),
  plcNode: optionalWhole(
    'PLC_NODE',
    { min: 1, max: 254 },
    "The PLC's FINS node number; left out: the last octet of its address.",
  ),
  plcReadTimeout: milliseconds(
    [durationSpelling('PLC_READ_TIMEOUT_MS', 'ms', PLC_TIMEOUT), plcTimeoutOfBoth],
    500,
    'How long a read waits for its reply.',
  ),
  plcWriteTimeout: milliseconds(
    [durationSpelling('PLC_WRITE_TIMEOUT_MS', 'ms', PLC_TIMEOUT), plcTimeoutOfBoth],
    1000,
    'How long a write waits for its reply.',
  ),
  plcProbeInterval: milliseconds(
    [durationSpelling('PLC_PROBE_INTERVAL_MS', 'ms', { minMs: 1000, maxMs: 2000 })],
    1500,
    'How often a lost link is probed.',
  ),
  plcProfile: text(
    'PLC_PROFILE',
    { range: 'ten-slot, single-slot-2025, or the path of a memory map', schema: plainText },
    'ten-slot',
    "Layout of the PLC's memory.",
  ),
} as const;
