import type { OperatorText } from '../operator-text.ts';

/** What the connection test found, and the next step, in English. */
export const findings: OperatorText['findings'] = {
  ok: 'Works.',
  'not-checked': 'Not tested, because the test before it failed.',
  'no-answer-in-time': 'No answer within 3 seconds. Test again; if it stays so, check the network.',
  'plc-silent':
    'The PLC does not answer. Check its address, its port, its power, the cable and the firewall.',
  'plc-not-sendable':
    'This computer cannot send to the PLC. Check the cable, the address and the network mask.',
  'plc-address-refused': "The PLC's node table has another address for this computer. Check the node number.",
  'plc-network-node': "This computer's node number is not right in the PLC's network. Check the node number.",
  'plc-node-wrong': "The PLC answers that the message is not for its node. Check the PLC's node number.",
  'plc-node-unreachable': "There is nothing at the PLC's node number. Check it on the unit's switches.",
  'plc-command-unknown':
    'A device answers, but not as this PLC would. Check the node number and the address.',
  'plc-routing':
    "The PLC's routing tables do not know the way. Check its node number and the routing tables.",
  'plc-busy': 'The PLC is busy. Test again in a moment.',
  'plc-other-end-code': 'The PLC refused. Give the code shown here to the electrician.',
  'plc-program-mode': 'The PLC is in PROGRAM mode. Set it to RUN.',
  'plc-fatal-error': 'The PLC has a fatal error and has stopped. Call the electrician.',
  'plc-address-range': 'The memory map reaches beyond the memory of this PLC. Choose the right memory map.',
  'plc-slot-ids':
    'The PLC holds something else where the silo numbers should be. Choose the right memory map.',
  'odoo-unreachable': 'Odoo cannot be reached. Check its address and the network.',
  'odoo-timeout': 'Odoo took too long. Test again; if it stays so, tell the IT technician.',
  'odoo-wrong-path':
    'A web server answers, but not the SCADA module of Odoo. Check the address and the module.',
  'odoo-http': 'Odoo answers with an error of its server. Tell the IT technician.',
  'odoo-login-refused': 'Odoo refused the login. Check database, user and password.',
  'odoo-rejected': 'Odoo refused the request. Check the rights of the user in Odoo.',
  'odoo-unreadable': 'Something answers that is not Odoo. Check the address.',
  'database-unreachable': 'The database cannot be used. Check its address, user and password.',
};
