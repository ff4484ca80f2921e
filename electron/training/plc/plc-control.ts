import type { Clock, Logger } from '../../domain/ports.ts';
import { BehaviourBoard } from '../control/behaviour-board.ts';
import { type OutputOf, PLC_CONTROL, type PlcControl } from '../control/contract.ts';
import { ControlDesk } from '../control/control-desk.ts';
import { PLC_BEHAVIOURS } from './behaviours.ts';
import type { TrainingPlc } from './training-plc.ts';

/** The control of one training PLC. Dispose it before the PLC: everything is switched off then. */
export interface PlcControlRoom extends AsyncDisposable {
  readonly board: BehaviourBoard<TrainingPlc>;
  readonly desk: ControlDesk<PlcControl>;
}

/** Opens the control of a training PLC in this process; ask it through `desk.client`. */
export function openPlcControl(plc: TrainingPlc, ports: { clock: Clock; logger: Logger }): PlcControlRoom {
  const board = new BehaviourBoard(PLC_BEHAVIOURS, plc, plc.seed, ports);
  const desk = new ControlDesk(PLC_CONTROL, {
    'list-behaviours': () => board.list(),
    'switch-on': ({ name, parameters }) => board.switchOn(name, parameters),
    'switch-off': ({ name }) => board.switchOff(name),
    'all-off': () => board.allOff(),
    'set-speed': ({ speed }) => {
      plc.setSpeed(speed);
      return { speed };
    },
    counters: () => countersOf(plc),
    finals: ({ limit }) => finalsOf(plc, limit),
  });
  return { board, desk, [Symbol.asyncDispose]: () => board[Symbol.asyncDispose]() };
}

function countersOf(plc: TrainingPlc): OutputOf<PlcControl, 'counters'> {
  const { datagrams, accepted, refused, malformed, dropped } = plc.server.statistics();
  return {
    datagrams,
    accepted,
    refused: [...refused.values()].reduce((sum, count) => sum + count, 0),
    malformed,
    dropped,
    ...plc.program.counts(),
    running: plc.program.running(),
  };
}

function finalsOf(plc: TrainingPlc, limit: number): OutputOf<PlcControl, 'finals'> {
  const finals = [...plc.finals().values()];
  return {
    orders: finals.length,
    failed: finals.filter(({ kind }) => kind === 'failed').length,
    last: finals.slice(-limit).map(({ words: _words, ...final }) => final),
  };
}
