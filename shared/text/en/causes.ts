import type { OperatorText } from '../operator-text.ts';

/** Why alarms are there, in English. */
export const causes = {
  'plc-silent': 'The PLC does not answer. It is asked again and again until it does.',
  'plc-program-mode': 'The PLC is in PROGRAM mode: the batches in it stand still.',
  'plc-stopped': 'The PLC reports a fatal error, its program has stopped ({text}).',
  'plc-fault': 'The PLC reports a fault, its program runs on ({text}).',
  'load-read-back-differs': 'The orders in the PLC read back differently again and again ({text}).',
  'load-unread': 'The PLC has not read the orders written last since {since}.',
  'load-ran-unreleased': 'The PLC runs an order that was never released to it.',
  'load-gate-zeroed': 'Somebody else set the gate to 0 while orders were being written.',
  'load-gate-without-orders': 'The gate is 0, but the WRITE area differs from what was written.',
  'load-changed': 'Somebody else changed the WRITE area before the PLC read it.',
  'gate-closed': 'The PLC has not read {orders} yet; gate closed since {since}.',
  'gate-closed-orders-unknown': 'The PLC has not read the orders before yet; gate closed since {since}.',
  'gate-faulty': 'The gate of slot {slot} holds {value}, neither 0 nor 1.',
  'slot-rejected': 'Rejected as a whole: {text}.',
  'slot-shows-other-order': 'The slot shows {found}, expected {mo_id}.',
  'slot-ended-unproven': 'The PLC calls {mo_id} ended, but it was never seen running.',
  'slot-flag-taken-back': 'The PLC keeps taking back the flag of {mo_id}.',
  'slot-overwritten': 'Slot {slot} shows {found} before the PLC was told that {mo_id} is read.',
  'slot-emptied': 'Slot {slot} was emptied before the PLC was told that {mo_id} is read.',
  'failure-flag-taken-back':
    'The PLC keeps taking back the flag of its last equipment failure, which is stored.',
  'weighing-flag-taken-back':
    'The PLC keeps taking back the flag of its last manual weighing, which is stored.',
  'batch-failed': '{mo_id} failed in the PLC.',
  'batch-stuck': '{mo_id} is running, but nothing in slot {slot} changes since {since}.',
  'batch-stuck-nowhere': '{mo_id} is running, but nothing of it changes since {since}.',
  'dosed-too-much':
    '{mo_id}: {equipment} dosed {actual_kg} kg, above its target of {target_kg} kg by more than {tolerance_kg} kg.',
  'dosed-too-little':
    '{mo_id}: {equipment} dosed {actual_kg} kg, below its target of {target_kg} kg by more than {tolerance_kg} kg.',
  'result-zero-weight': '{mo_id} is finished, but its weight is 0.',
  'result-all-actuals-zero': '{mo_id} is finished, but everything dosed is 0.',
  'result-actuals-equal-truncated-targets':
    '{mo_id} is finished, but what was dosed is just its targets, cut off.',
  'result-not-sent': '{mo_id} is not in Odoo and waits since {since}.',
  'result-refused': '{mo_id} was refused by Odoo and waits for a person since {since}.',
  'result-held': '{mo_id} waits for an operator since {since}.',
  'result-not-stored': '{mo_id} is in Odoo, its history row waits since {since}.',
  'row-without-slot':
    '{mo_id} is in the queue without a slot (batch_no {value}). Nothing is loaded before it is gone.',
  'row-outside-slots':
    '{mo_id} is in slot {slot}, which the PLC has not. Nothing is loaded before it is gone.',
  'order-unreadable': '{mo_id} is not loaded, it cannot be read ({text}).',
  'order-state': '{mo_id} is not loaded for its state ({text}).',
  'order-mo-name': '{mo_id} is not loaded for its name ({text}).',
  'order-quantity': '{mo_id} is not loaded for its quantity ({text}).',
  'order-unit': '{mo_id} is not loaded for a unit ({text}).',
  'order-component-quantity': '{mo_id} is not loaded for the quantity of a component ({text}).',
  'order-equipment': '{mo_id} is not loaded for its equipment ({text}).',
  'order-bom-size': '{mo_id} is not loaded for the size of its bill of materials ({text}).',
  'order-too-heavy': '{mo_id} is not loaded, it is too heavy ({text}).',
  'order-nothing-to-dose': '{mo_id} is not loaded, there is nothing to dose ({text}).',
  'equipment-failed': '{equipment}: {text}, {plant_time} plant time.',
  'unknown-equipment-failed': 'Unknown equipment "{equipment}": {text}, {plant_time} plant time.',
  'failure-unreadable': 'An equipment failure cannot be read: {text}.',
  'weighing-unreadable': 'A manual weighing cannot be read: {text}.',
  'event-refused': '{event} was refused by Odoo ({text}).',
  'failures-not-sent': 'Equipment failures are not in Odoo and wait since {since}.',
  'failures-refused': 'Equipment failures were refused by Odoo and wait since {since}.',
  'weighings-not-sent': 'Manual weighings are not in Odoo and wait since {since}.',
  'weighings-refused': 'Manual weighings were refused by Odoo and wait since {since}.',
  'task-fails': 'TASK {task} fails again and again ({text}).',
  'results-nearly-full':
    'More than 80 % of the room for {limit} batch results is taken: at the limit the PLC has to wait.',
  'events-nearly-full':
    'More than 80 % of the room for {limit} PLC events is taken: at the limit the PLC has to wait.',
} satisfies OperatorText['causes'];
