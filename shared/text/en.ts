import { causes } from './en/causes.ts';
import { findings } from './en/findings.ts';
import { plantErrors } from './en/plant-errors.ts';
import { systemErrors } from './en/system-errors.ts';
import type { OperatorText } from './operator-text.ts';

/** The operators' texts in English. */
export const en = {
  causes,
  findings,
  errors: { ...plantErrors, ...systemErrors },
  consequences: {
    'plc-nothing': 'Nothing changes in the PLC.',
    'plc-keeps-order': 'The PLC keeps {mo_id} in slot {slot} and may still run it.',
    'plc-may-keep-order': 'No slot is known for {mo_id}: the PLC may still have it and run it.',
    'plc-gate-opens': 'The orders written last count as read by the PLC: the next ones may be written.',
    'plc-order-overwritten': 'The next orders overwrite {mo_id} in slot {slot}.',
    'plc-unreadable-overwritten':
      'The next orders overwrite an order in slot {slot} whose number cannot be read.',
    'plc-order-written': 'The PLC gets {mo_id} in slot {slot} again and runs it.',
    'plc-flag-set': 'The flag at D{address} becomes {value}.',
    'plc-status-forced': 'The status word at D{address} becomes {value}.',
    'plc-slot-acknowledged': 'Slot {slot} is marked as read.',
    'plc-orders-written-if-room': 'New orders are written to the PLC if it has room for them.',
    'plc-read-and-acknowledged':
      'The batches are read; what has ended and is on disk is acknowledged to the PLC.',
    'plc-events-acknowledged': 'What the PLC reports is read, and acknowledged once it is on disk.',
    'database-nothing': 'Nothing changes in the database.',
    'database-load-given-up':
      'The station stops waiting for the PLC to read the last load; its batches stay in the queue.',
    'database-row-cancelled': '{mo_id} moves to the history as cancelled, with what has been dosed so far.',
    'database-queue-cancelled':
      'The queue (batches: {batches}) moves to the history as cancelled, except what Odoo has confirmed.',
    'database-result-forgotten': 'How {mo_id} ended is forgotten: its status goes back to 0/0.',
    'database-actuals-cleared': 'The actual weights of {mo_id} are cleared.',
    'database-result-taken': 'What the PLC shows of {mo_id} now is taken as its result.',
    'database-row-archived': '{mo_id} moves to the history.',
    'database-result-held': 'The result of {mo_id} is held until somebody releases it.',
    'database-alarms-acknowledged': 'It is recorded that the alarms ({alarms}) were seen, and by whom.',
    'database-alarm-shelved': 'The alarm is put aside for {minutes} minutes; then it comes back by itself.',
    'database-alarm-unshelved': 'The alarm comes back at once if its cause is still there.',
    'database-alarm-commented': 'The comment stands with the alarm and in its history.',
    'database-orders-queued': 'These orders are put into the queue.',
    'database-batches-updated': 'The batches in the queue get the values that are read.',
    'database-confirmed-archived': 'What Odoo has confirmed moves to the history.',
    'database-events-noted': 'What was reported is noted.',
    'database-old-rows-removed': 'Old log lines and other old records are removed.',
    'odoo-nothing': 'Nothing changes in Odoo.',
    'odoo-order-cancelled': '{mo_id} is cancelled in Odoo.',
    'odoo-order-stays-open': '{mo_id} stays in Odoo as it is: close or cancel it there.',
    'odoo-result-sent': 'The result of {mo_id} is sent to Odoo.',
    'odoo-waiting-results-sent': 'The results that wait are sent.',
    'odoo-events-reported': 'What was reported is sent.',
    'odoo-result-not-sent': 'The result of {mo_id} is not sent to Odoo.',
  },
  tasks: {
    1: 'Fetch orders',
    2: 'Read the PLC',
    3: 'Send to Odoo',
    4: 'Health',
    5: 'Equipment failures',
    6: 'Log clean-up',
    7: 'Manual weighing',
  },
  phases: {
    loading: 'Being written to the PLC',
    written: 'Waiting for the PLC',
    queued: 'Queued in the PLC',
    running: 'Running',
    unproven: 'Ended without proof',
    question: 'Needs a decision',
    reporting: 'Waiting for Odoo',
    refused: 'Refused by Odoo',
    confirmed: 'In Odoo',
  },
  notifications: {
    'batch-failed': 'Batch failed',
    'equipment-failure': 'Equipment failure',
    'result-refused': 'Odoo refused a result',
    'plc-link-lost': 'The PLC does not answer',
    'intake-blocked': 'New orders are blocked',
  },
  notifiedTimes: '{times} times since the last notice.',
  roles: { viewer: 'Viewer', operator: 'Operator', supervisor: 'Supervisor' },
} satisfies OperatorText;
