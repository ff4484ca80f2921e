/** How Odoo names the main PLC, under which it files materials that no silo holds: plc01, PLC MAIN, main. */
const MAIN_PLC = /^(?:plc.*|main(?:plc)?\d*)$/;

/** True for a code of the main PLC: a material filed there is not dosed. */
export function isMainPlc(code: string): boolean {
  return MAIN_PLC.test(code.toLowerCase().replace(/[\s_.-]/g, ''));
}
