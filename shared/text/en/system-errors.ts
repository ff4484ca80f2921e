import type { SystemErrorTexts } from '../operator-text.ts';

/** What goes wrong with Odoo, the database, this computer or a command, in English. */
export const systemErrors = {
  CONFIG_INVALID: {
    what: 'A setting is not valid.',
    means: 'The program does not start. The PLC runs on by itself with the batches it has.',
    next: 'Correct the setting named in the message, then start the program again.',
  },
  CONFIG_HALF_PRODUCTION: {
    what: 'Only a part of the settings for production is filled in.',
    means: 'The program does not start, so that training and production are never mixed.',
    next: 'Fill in what the message names for production, or leave both PLC and Odoo empty for training.',
  },
  SETTINGS_FILE_BAD: {
    what: 'The settings file cannot be used.',
    means: 'The station goes on with the last good settings. Production goes on.',
    next: 'Correct the line of settings.json named in the message; the alarm then ends by itself.',
  },
  DATA_FOLDER_IN_USE: {
    what: 'The program is already running with this data folder.',
    means: 'This second start was stopped. The one that is running goes on.',
    next: 'Use the program that is running already, or close it before starting again.',
  },
  DATA_FOLDER_UNUSABLE: {
    what: 'The data folder cannot be used.',
    means: 'The program does not start, because results could not be kept safely.',
    next: 'Ask the IT technician to check the disk, its free space and the rights to the folder.',
  },
  ODOO_UNREACHABLE: {
    what: 'Odoo cannot be reached.',
    means: 'Production goes on. Results wait safely here. New MOs cannot be fetched.',
    next: 'Check the network. Results are sent by themselves when Odoo is back.',
  },
  ODOO_TIMEOUT: {
    what: 'Odoo did not answer in time.',
    means: 'Production goes on. Whether Odoo took the data is checked before it is sent again.',
    next: 'Wait. If it comes often, tell the Odoo administrator that Odoo is slow.',
  },
  ODOO_HTTP: {
    what: 'The Odoo server answered with an error.',
    means: 'Production goes on. Results wait safely here.',
    next: 'Wait a few minutes. If it stays, give the message to the Odoo administrator.',
  },
  ODOO_WRONG_PATH: {
    what: 'Odoo answers, but does not know the address that was called.',
    means: 'Results are not taken by Odoo. They wait safely here.',
    next: 'Ask the Odoo administrator to check the Odoo address and the SCADA module.',
  },
  ODOO_THROTTLED: {
    what: 'Odoo has too many requests at present.',
    means: 'Results are sent more slowly. Nothing is lost.',
    next: 'Wait: it goes on by itself.',
  },
  ODOO_LOGIN_REFUSED: {
    what: 'Odoo refused the user name or the password of this program.',
    means: 'Production goes on. Results wait safely here. New MOs cannot be fetched.',
    next: 'Ask the IT technician to check user, password and database of Odoo in the settings.',
  },
  ODOO_SESSION_EXPIRED: {
    what: 'The log-in to Odoo has expired.',
    means: 'Nothing is lost. The program logs in again by itself.',
    next: 'Wait. If it stays, tell the Odoo administrator.',
  },
  ODOO_MALFORMED_REPLY: {
    what: 'The answer from Odoo cannot be understood.',
    means: 'Production goes on. Results wait safely here until Odoo answers as expected.',
    next: 'Give the message to the Odoo administrator.',
  },
  ODOO_SERVER_ERROR: {
    what: 'Odoo had an error of its own with this request.',
    means: 'Production goes on. The result waits safely here.',
    next: 'Wait for the next try. If it stays, give the message to the Odoo administrator.',
  },
  ODOO_REJECTED: {
    what: 'Odoo refused the data.',
    means: 'It stays in the waiting list for Odoo. Other batches go on.',
    next: 'Read the reason in the menu Failed to push, put it right in Odoo, then send it again.',
  },
  ODOO_LINES_REFUSED: {
    what: 'Odoo took the result, but refused some of its silos or liquid tanks.',
    means: 'The MO stays open. Consumption of these silos or tanks is not in Odoo yet.',
    next: 'Add the missing material to the MO in Odoo, then send it again in the menu Failed to push.',
  },
  ODOO_MO_UNKNOWN: {
    what: 'Odoo does not know this MO.',
    means: 'Its result cannot be sent and waits here. Other batches go on.',
    next: 'Check in Odoo whether the MO was deleted or renamed. Then send it again or cancel the batch.',
  },
  ODOO_MO_CANCELLED: {
    what: 'This MO was cancelled in Odoo.',
    means: 'Its result cannot be sent and waits here. Other batches go on.',
    next: 'Ask the planner to book the material used in Odoo by hand. Then cancel the batch here.',
  },
  ODOO_MO_DONE_ELSEWHERE: {
    what: 'This MO was already closed in Odoo, with other figures or by somebody else.',
    means: 'The weights from the plant are not in Odoo. They wait here.',
    next: 'Compare the weights with Odoo. Once they are right there, send again, or cancel the batch here.',
  },
  ODOO_LEFT_OPEN: {
    what: 'Odoo has the consumption, but did not close the MO.',
    means: 'The batch is finished. In Odoo its MO is still open.',
    next: 'Close the MO in Odoo and send again, or a supervisor accepts it as it is.',
  },
  STORE_UNAVAILABLE: {
    what: 'The database cannot be reached.',
    means: 'Results are kept safely on this computer. New orders and most commands have to wait.',
    next: 'Wait a minute. If it stays, ask the IT technician to check PostgreSQL.',
  },
  STORE_MIGRATION_FAILED: {
    what: 'The database could not be brought up to this program version.',
    means: 'The program does not run. Data in the database is kept as it was.',
    next: 'Call the IT technician and give the message. Do not delete the database.',
  },
  STORE_EMBEDDED_FAILED: {
    what: 'The database of this program does not start.',
    means: 'The program does not run. The PLC goes on by itself with the batches it has.',
    next: 'Restart the computer. If it stays, call the IT technician. Do not delete the data folder.',
  },
  STORE_CONFLICT: {
    what: 'The data was changed by somebody else, or is there already.',
    means: 'This action was not carried out. Nothing is lost.',
    next: 'Look at the batch again, then repeat the action if it is still needed.',
  },
  OUTBOX_FULL: {
    what: 'The waiting list for Odoo on this computer is full, or its disk is.',
    means: 'New results stay in the PLC, and the PLC has to wait.',
    next: 'Free disk space, and bring the connection to Odoo back so that the list gets shorter.',
  },
  OUTBOX_CORRUPT: {
    what: 'The file with the waiting list for Odoo is damaged.',
    means: 'Results that Odoo does not have yet may be in it. New results are not taken from the PLC.',
    next: 'Call the IT technician at once. Do not delete or move the data folder.',
  },
  OUTBOX_UNAVAILABLE: {
    what: 'The waiting list for Odoo cannot be written to disk.',
    means: 'New results stay in the PLC until they can be kept safely.',
    next: 'Ask the IT technician to check the disk and the rights to the data folder.',
  },
  NOT_LEADER: {
    what: 'Another station commands the PLC.',
    means: 'This station only shows. Nothing can be changed from here.',
    next: 'Work at the station in command. This one takes over when the other stops.',
  },
  TRAINING_PORT_IN_USE: {
    what: 'Another program uses the network port of the training plant.',
    means: 'This concerns training only. Production is not affected.',
    next: 'Close the other program, then start training again.',
  },
  TRAINING_BOOKS_UNUSABLE: {
    what: 'The stored data of the training Odoo cannot be read.',
    means: 'Training does not start. Production is not affected.',
    next: 'Ask the IT technician to move the training folder away: training then starts afresh.',
  },
  TRAINING_NO_ANSWER: {
    what: 'The training plant did not answer.',
    means: 'This concerns training only. Production is not affected.',
    next: 'Try again. If it stays, restart the program in training mode.',
  },
  COMMAND_NOT_NOW: {
    what: 'This cannot be done at this moment.',
    means: 'Nothing was changed.',
    next: 'Read the reason in the message. Try again when the state of the batch or the PLC allows it.',
  },
  COMMAND_NEEDS_REASON: {
    what: 'This action needs a reason.',
    means: 'Nothing was changed.',
    next: 'Enter a reason of at least three characters, then confirm again.',
  },
  FORBIDDEN: {
    what: 'Your role does not allow this action.',
    means: 'Nothing was changed.',
    next: 'Ask a person with the role needed, usually the supervisor.',
  },
  LOGIN_REFUSED: {
    what: 'Name or PIN is not right, or this person may not log in.',
    means: 'You are not logged in. Everything can still be seen, and production goes on.',
    next: 'Check name and PIN and try again. A supervisor can give you a new PIN.',
  },
  LOGIN_LOCKED: {
    what: 'This name is locked for a while after several wrong tries.',
    means: 'Nobody can log in with it now. Everything can still be seen, and production goes on.',
    next: 'Wait until the time shown, or ask a supervisor for a new PIN: that ends the lock.',
  },
  LAST_SUPERVISOR: {
    what: 'This person is the last supervisor who can log in.',
    means: 'Nothing was changed: without a supervisor nobody could manage people and settings.',
    next: 'Make somebody else a supervisor first.',
  },
  USERS_FILE_BAD: {
    what: 'The file with the people and their PINs cannot be used.',
    means: 'Nobody can log in. Everything can still be seen, and production goes on.',
    next: 'Ask the IT technician to put users.json in the data folder right, or back from a backup.',
  },
  UNAUTHORISED: {
    what: 'The log-in is missing or no longer valid.',
    means: 'Nothing was changed. Production goes on.',
    next: 'Log in again. For another program: check its access token.',
  },
  BAD_REQUEST: {
    what: 'Something that was entered does not fit.',
    means: 'Nothing was changed.',
    next: 'Correct the field named in the message, then try again.',
  },
  NOT_FOUND: {
    what: 'What was asked for is not there, or no longer.',
    means: 'Nothing was changed. A batch that has ended is in the history.',
    next: 'Check the number, and look in the menu History.',
  },
  METHOD_NOT_ALLOWED: {
    what: 'Another program called this station in a wrong way.',
    means: 'Nothing was changed. Production goes on.',
    next: 'Give the message to the person who looks after that program.',
  },
  BODY_TOO_LARGE: {
    what: 'The data that was sent is too large.',
    means: 'Nothing was changed. Production goes on.',
    next: 'Choose fewer batches at once, then try again.',
  },
  STATION_UNREACHABLE: {
    what: 'The station does not answer this screen.',
    means: 'Production goes on; the last command may or may not have been carried out.',
    next: 'Wait until the screen is connected again, then look at the state before repeating the command.',
  },
  RATE_LIMITED: {
    what: 'Too many requests came at once.',
    means: 'This one was not carried out. Production goes on.',
    next: 'Wait a few seconds, then try again.',
  },
  INTERNAL: {
    what: 'The program met an error that it does not know.',
    means: 'This action may not be complete. Results already read from the PLC are safe.',
    next: 'Check the batch concerned, note the time, and give the message to the IT technician.',
  },
} satisfies SystemErrorTexts;
