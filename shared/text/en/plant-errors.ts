import type { PlantErrorTexts } from '../operator-text.ts';

/** What goes wrong with the plant, in English. */
export const plantErrors = {
  PLC_ADDRESS_REFUSED: {
    what: 'The program refused to use a PLC address that is not allowed.',
    means: 'Nothing was read or written there. Batches already in the PLC go on.',
    next: 'Check address and slot. If it comes back, tell the IT technician.',
  },
  PLC_BUSY: {
    what: 'Too many requests to the PLC are waiting.',
    means: 'This request was not sent to the PLC. Batches in the PLC go on.',
    next: 'Wait a few seconds, then try again.',
  },
  PLC_CLOSED: {
    what: 'The connection to the PLC was closed because the program is stopping.',
    means: 'Batches in the PLC go on. Their results are read after the next start.',
    next: 'Start the program again when it should go on.',
  },
  PLC_END_CODE: {
    what: 'The PLC answered, but refused the request with an error code.',
    means: 'This request was not carried out. Batches in the PLC go on.',
    next: 'Note the code shown in the message and call the electrician.',
  },
  PLC_LINK_LOST: {
    what: 'The PLC cannot be reached.',
    means: 'The PLC may still be dosing, but values here are old. No new orders are loaded.',
    next: 'Check PLC power and network cable. Reading goes on by itself. If not, call the electrician.',
  },
  PLC_NOT_IN_RUN_MODE: {
    what: 'The PLC is in PROGRAM mode.',
    means: 'The PLC is not dosing. Batches in it stand still and no new orders are loaded.',
    next: 'Ask the electrician to switch the PLC to RUN or MONITOR.',
  },
  PLC_PROFILE_INVALID: {
    what: 'The memory map for the PLC is missing or wrong.',
    means: 'The program does not start with it: nothing is read from or written to the PLC.',
    next: 'Give the message to the IT technician: the memory map must be corrected.',
  },
  PLC_TIMEOUT: {
    what: 'The PLC did not answer in time.',
    means: 'Values may be a few seconds old. Nothing is lost: it is asked again.',
    next: 'Wait. If it comes often, check the network cable and the link figures in the PLC menu.',
  },
  PLC_VALUE_REFUSED: {
    what: 'A value does not fit into the PLC.',
    means: 'It was not written to the PLC, so that no wrong quantity is dosed.',
    next: 'Check quantity and names of the order in Odoo.',
  },
  PLC_VERIFY_FAILED: {
    what: 'What was written to the PLC read back differently.',
    means: 'Orders are released to the PLC only when all data agree, so no wrong batch starts.',
    next: 'Check that no other device writes to the PLC. If it comes back, call the electrician.',
  },
  PLC_GATE_CLOSED: {
    what: 'The PLC has not read the orders written last yet.',
    means: 'New orders cannot be written now. Batches in the PLC go on.',
    next: 'Wait until the PLC has read them. If it takes long, call the electrician.',
  },
  PLC_FATAL_ERROR: {
    what: 'The PLC reports a serious fault: its program has stopped.',
    means: 'Dosing stands still. Results read so far are safe.',
    next: 'Call the electrician at once and give the text in the message.',
  },
  PLC_NON_FATAL_ERROR: {
    what: 'The PLC reports a fault, such as a low battery.',
    means: 'Its program runs on and production continues.',
    next: 'Tell the electrician during this shift and give the text in the message.',
  },
  SLOT_FAULTY: {
    what: 'A slot in the PLC holds a value that cannot be right.',
    means: 'Data of this slot is not used. The other slots go on.',
    next: 'Open the slot in the PLC menu, compare the values, and call the electrician.',
  },
  SLOT_FOREIGN_MO: {
    what: 'A slot in the PLC shows another MO than the one loaded there.',
    means: 'Its weights are not recorded for the batch in the queue.',
    next: 'Check what is running in this slot. Check that nobody enters orders at the PLC.',
  },
  SLOT_NO_EVIDENCE: {
    what: 'The PLC shows a batch as ended, but it was never seen running.',
    means: 'Its result is not sent to Odoo until a supervisor decides.',
    next: 'Check in the plant whether it ran. Then take the result as it is, reset the batch or cancel it.',
  },
  SLOT_ACKNOWLEDGE_LOST: {
    what: 'The PLC keeps clearing the "read" flag of a slot.',
    means: 'The result is safe here, but the PLC may not free the slot.',
    next: 'Ask the electrician to check the READ flag of this slot in the PLC program.',
  },
  SLOT_OVERWRITTEN: {
    what: 'A slot was overwritten before the PLC was told that its result is read.',
    means: 'The result is safe here. The PLC did not wait for the "read" flag of this slot.',
    next: 'Acknowledge this. If it comes back, ask the electrician why the PLC does not wait for the flag.',
  },
  GATE_STUCK: {
    what: 'The PLC does not confirm that it has read the orders written last.',
    means: 'New orders wait. Nothing in the PLC is overwritten meanwhile.',
    next: 'Check with the electrician why the PLC does not read them. Then a supervisor may override it.',
  },
  RESULT_QUESTION: {
    what: 'A batch ended with doubtful figures: weight 0, all actuals 0, or equal to the targets.',
    means: 'The result is kept here and not sent to Odoo.',
    next: 'Check the figures with the plant. Then a supervisor sends, resets or cancels the batch.',
  },
  BATCH_FAILED: {
    what: 'A batch failed in the PLC.',
    means: 'This batch is not finished. As set up, its MO is cancelled in Odoo or waits for a decision.',
    next: 'Check the material dosed so far and the equipment of this batch.',
  },
  BATCH_STUCK: {
    what: 'A batch is running, but its values have not changed for a long time.',
    means: 'Dosing may have stopped. The batches behind it wait.',
    next: 'Check silos, scales and gates of this batch in the plant. Then check the PLC.',
  },
  CONSUMPTION_DEVIATION: {
    what: 'The weight dosed from a silo or liquid tank is outside its tolerance.',
    means: 'The batch may not match its recipe. Production goes on.',
    next: 'Check material flow and scale of this silo or tank, and tell quality control.',
  },
  RESULT_WAITING: {
    what: 'A result or a report has been waiting for Odoo, or for a decision, for a long time.',
    means: 'Production goes on and nothing is lost, but Odoo is not up to date.',
    next: 'Open the menu Failed to push, read the cause and decide what is to be done.',
  },
  TASK_FAILING: {
    what: 'A task has failed several times in a row.',
    means: 'The work of this task waits. The other tasks go on.',
    next: 'Open the menu Tasks and logs and read the last cause of this task.',
  },
  OUTBOX_NEARLY_FULL: {
    what: 'The waiting list for Odoo is nearly full.',
    means: 'Nothing is lost. When it is full, the PLC must wait with new results.',
    next: 'Bring the connection to Odoo back and work through the menu Failed to push.',
  },
  EQUIPMENT_FAILURE: {
    what: 'The PLC reports an equipment failure.',
    means: 'The batch that uses this equipment may stop or fail.',
    next: 'Check the equipment named in the message and call maintenance.',
  },
  EVENT_QUARANTINED: {
    what: 'An equipment failure or manual weighing from the PLC cannot be read.',
    means: 'It is kept here with its raw values and is not sent to Odoo. Production goes on.',
    next: 'Check in the plant what happened, and give the message to the electrician.',
  },
  EVENT_NOT_REPORTED: {
    what: 'Odoo refused an equipment failure or a manual weighing.',
    means: 'It is kept here, but Odoo does not have it. Production goes on.',
    next: 'Read the reason in the message and put it right in Odoo, or enter it there by hand.',
  },
  EVENT_ACKNOWLEDGE_LOST: {
    what: 'The PLC keeps clearing the "read" flag of an equipment failure or manual weighing.',
    means: 'This one is stored, but the PLC may not show the next ones.',
    next: 'Ask the electrician to check this flag in the PLC program.',
  },
  INTAKE_MO_HELD_BACK: {
    what: 'An MO from Odoo cannot be loaded as it is.',
    means: 'This MO is not produced. Other MOs are loaded as usual.',
    next: 'Read the reason in the message and correct the MO in Odoo: it is then fetched again.',
  },
  INTAKE_ROW_WITHOUT_SLOT: {
    what: 'A batch in the queue has no slot in the PLC.',
    means: 'It cannot run and it does not end by itself: no new MO is loaded before it is gone.',
    next: 'Cancel it, or have a free slot number entered for it in the database.',
  },
} satisfies PlantErrorTexts;
