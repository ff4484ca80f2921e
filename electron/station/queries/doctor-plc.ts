import type { DoctorCheckView } from '../../../shared/contract/diagnostics.ts';
import type { FindingKey } from '../../../shared/contract/findings.ts';
import { EQUIPMENT } from '../../../shared/domain/equipment.ts';
import { slot, wordAddress } from '../../../shared/units.ts';
import type { ControllerStatus } from '../../plc/fins/controller-status.ts';
import { fatalErrors } from '../../plc/fins/cpu-errors.ts';
import type { EndCode } from '../../plc/fins/end-codes.ts';
import type { FinsFault, FinsResult } from '../../plc/fins/fins-result.ts';
import { hexWord } from '../../plc/fins/word-bytes.ts';
import { slotAddress } from '../../plc/memory-map/addresses.ts';
import { WORDS_PER_COMPONENT } from '../../plc/memory-map/profile-schema.ts';
import { answerInTime, failed, notChecked, passed } from './doctor-check.ts';
import type { QueryParts } from './query-parts.ts';

type PlcParts = Pick<QueryParts, 'client' | 'profile' | 'clock'>;

/** Asks the PLC for its status, its model and a slot; each only while the one before was answered. */
export async function checkPlc(parts: PlcParts): Promise<readonly DoctorCheckView[]> {
  const { client, clock } = parts;
  // The probe is sent also while the link is lost, and touches no memory.
  const status = await answerInTime(clock, () => client.probe());
  const socket = socketCheck(status);
  if (status === 'late' || status.kind === 'fault') {
    const node =
      status !== 'late' && status.fault.kind === 'end-code'
        ? endCodeCheck('plc-node', status.fault.endCode)
        : notChecked('plc-node');
    return [socket, node, notChecked('plc-mode'), notChecked('plc-profile')];
  }
  const model = await answerInTime(clock, () => client.controllerData());
  return [socket, nodeCheck(model), modeCheck(status.value), await profileCheck(parts)];
}

/** Whether anything came back at all: an error of the PLC is an answer, too. */
function socketCheck(status: FinsResult<ControllerStatus> | 'late'): DoctorCheckView {
  if (status === 'late') return failed('plc-socket', 'no-answer-in-time', 'PLC_IP', null);
  if (status.kind === 'ok' || status.fault.kind === 'end-code') return passed('plc-socket', null);
  return silenceCheck('plc-socket', status.fault);
}

function silenceCheck(what: DoctorCheckView['what'], fault: FinsFault): DoctorCheckView {
  switch (fault.kind) {
    case 'send-failed':
      return failed(what, 'plc-not-sendable', 'PLC_IP', fault.message);
    case 'busy':
    case 'closed':
      return failed(what, 'plc-busy', null, fault.message);
    default:
      return failed(what, 'plc-silent', 'PLC_IP', fault.message);
  }
}

function nodeCheck(
  model: Awaited<ReturnType<PlcParts['client']['controllerData']>> | 'late',
): DoctorCheckView {
  if (model === 'late') return failed('plc-node', 'no-answer-in-time', null, null);
  if (model.kind === 'ok') return passed('plc-node', `${model.value.model} ${model.value.version}`.trim());
  const { fault } = model;
  return fault.kind === 'end-code'
    ? endCodeCheck('plc-node', fault.endCode)
    : silenceCheck('plc-node', fault);
}

function modeCheck(status: ControllerStatus): DoctorCheckView {
  const fatal = fatalErrors(status.fatalErrors).texts;
  if (fatal.length > 0) return failed('plc-mode', 'plc-fatal-error', null, fatal.join(', '));
  if (status.mode === 'program') return failed('plc-mode', 'plc-program-mode', null, status.mode);
  return passed('plc-mode', status.mode);
}

/**
 * Reads the first READ slot and the last word of the last WRITE slot: a memory map of another plant lies
 * outside this PLC's memory, or does not find the equipment ids where it expects them.
 */
async function profileCheck({ client, profile, clock }: PlcParts): Promise<DoctorCheckView> {
  const { read, write } = profile;
  const end = wordAddress(slotAddress(write, slot(profile.slotCount)) + write.length - 1);
  const last = await answerInTime(clock, () => client.readWords(end, 1));
  const first = await answerInTime(clock, () => client.readWords(slotAddress(read, slot(1)), read.length));
  for (const answer of [last, first]) {
    if (answer === 'late') return failed('plc-profile', 'no-answer-in-time', null, null);
    if (answer.kind === 'ok') continue;
    const { fault } = answer;
    return fault.kind === 'end-code'
      ? endCodeCheck('plc-profile', fault.endCode)
      : silenceCheck('plc-profile', fault);
  }
  const words = first !== 'late' && first.kind === 'ok' ? first.value : [];
  if (words.every((word) => word === 0)) return passed('plc-profile', 'the first READ slot is empty');
  const { offset, firstId } = read.fields.components;
  const wrong = EQUIPMENT.findIndex(
    (_, index) => words[offset + index * WORDS_PER_COMPONENT] !== firstId + index,
  );
  if (wrong === -1) return passed('plc-profile', profile.name);
  const address = read.base + offset + wrong * WORDS_PER_COMPONENT;
  const found = words[offset + wrong * WORDS_PER_COMPONENT] ?? 0;
  const detail = `D${address} holds ${found}, equipment id ${firstId + wrong} was expected`;
  return failed('plc-profile', 'plc-slot-ids', 'PLC_PROFILE', detail);
}

/** Main codes of the manual's end codes (W342, end codes) that point to one setting. */
function endCodeCheck(what: DoctorCheckView['what'], endCode: EndCode): DoctorCheckView {
  const [finding, setting] = blameOf(endCode);
  return failed(what, finding, setting, `end code ${hexWord(endCode.raw)}: ${endCode.text}`);
}

function blameOf({ code, class: endClass }: EndCode): readonly [FindingKey, string | null] {
  if (code === 0x1005) return ['plc-node-wrong', 'PLC_NODE'];
  if (code === 0x2108) return ['plc-address-refused', 'CLIENT_NODE'];
  if (endClass === 'retry') return ['plc-busy', null];
  switch (code >> 8) {
    case 0x01:
      return ['plc-network-node', 'CLIENT_NODE'];
    case 0x02:
      return ['plc-node-unreachable', 'PLC_NODE'];
    case 0x04:
      return ['plc-command-unknown', 'PLC_NODE'];
    case 0x05:
      return ['plc-routing', 'PLC_NODE'];
    case 0x11:
      return ['plc-address-range', 'PLC_PROFILE'];
    default:
      return ['plc-other-end-code', null];
  }
}
