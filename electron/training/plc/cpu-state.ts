import type { ControllerData } from '../../plc/fins/controller-data.ts';
import type { ControllerStatus } from '../../plc/fins/controller-status.ts';
import type { CycleTime } from '../../plc/fins/cycle-time.ts';
import { FATAL_CPU_ERROR_BIT, NON_FATAL_CPU_ERROR_BIT } from '../../plc/fins/end-codes.ts';
import type { PlcClockTime } from '../../plc/fins/plc-clock.ts';

/** What the training CPU says about itself. A trainer may change any of it while it runs. */
export interface CpuState {
  /** In PROGRAM mode the process program stands still; memory can still be read and written. */
  readonly mode: 'program' | 'monitor' | 'run';
  /** Word A401; not 0 stops the program and sets bit 7 of every end code. */
  readonly fatalErrors: number;
  /** Word A402, e.g. 0x0010 for the battery; not 0 sets bit 6 of every end code. */
  readonly nonFatalErrors: number;
  /** Word A400: the most serious error present, 0 for none. */
  readonly errorCode: number;
  /** Text of a FAL or FALS, at most 16 ASCII characters; empty for none. */
  readonly errorMessage: string;
  readonly cycleTime: CycleTime;
}

export const HEALTHY_CPU: CpuState = {
  mode: 'run',
  fatalErrors: 0,
  nonFatalErrors: 0,
  errorCode: 0,
  errorMessage: '',
  cycleTime: { averageMs: 3.2, maxMs: 4.8, minMs: 3 },
};

/** The model says plainly that this is no plant. */
export const TRAINING_CONTROLLER: ControllerData = {
  model: 'CJ2M-TRAINING',
  version: '01.00',
  programKSteps: 20,
  dmWords: 32_768,
};

/** The mill's time zone, UTC+7: the PLC's clock and its failure events show plant local time. */
export const DEFAULT_UTC_OFFSET_MINUTES = 7 * 60;

/** The user program is executed: not in PROGRAM mode, not after a fatal error. */
export function isExecuting(cpu: CpuState): boolean {
  return cpu.mode !== 'program' && cpu.fatalErrors === 0;
}

export function controllerStatus(cpu: CpuState): ControllerStatus {
  const { mode, fatalErrors, nonFatalErrors, errorCode, errorMessage } = cpu;
  return {
    executing: isExecuting(cpu),
    standby: false,
    mode,
    fatalErrors,
    nonFatalErrors,
    messages: 0,
    errorCode,
    errorMessage,
  };
}

/** The two alarm bits that a CPU with errors adds to every end code, also to that of a success. */
export function alarmBits(cpu: CpuState): number {
  return (
    (cpu.fatalErrors === 0 ? 0 : FATAL_CPU_ERROR_BIT) |
    (cpu.nonFatalErrors === 0 ? 0 : NON_FATAL_CPU_ERROR_BIT)
  );
}

/** The PLC's clock at `now` (UTC, ms since 1970), which shows local time. */
export function plantTime(now: number, utcOffsetMinutes: number): PlcClockTime {
  const local = new Date(now + utcOffsetMinutes * 60_000);
  return {
    kind: 'valid',
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    weekday: local.getUTCDay(),
  };
}
