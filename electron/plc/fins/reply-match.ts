import type { FinsCommand } from './command.ts';
import { decodeEndCode, type EndCode, isSuccess } from './end-codes.ts';
import { decodeReply, type ReplyFrame } from './frame.ts';
import type { SidFate } from './sid-ledger.ts';
import { hexWord } from './word-bytes.ts';

/** Relay network and relay node, which follow an end code with the relay bit. */
const RELAY_ERROR_BYTES = 2;

/** The attempt that waits for its answer. */
export interface OpenQuestion {
  readonly sid: number;
  readonly command: Pick<FinsCommand<unknown>, 'code' | 'replyDataBytes'>;
}

/** Who we are, whom we asked, and what we have asked before. */
export interface ReplyContext {
  readonly plcAddress: string;
  readonly plcPort: number;
  readonly plcNode: number;
  readonly clientNode: number;
  /** Null while nothing is in flight. */
  readonly question: OpenQuestion | null;
  fateOf(sid: number, command: number): SidFate;
}

/**
 * Why a datagram was dropped.
 * - late: the answer to an attempt of ours that had timed out
 * - duplicate: the answer to an attempt of ours that was answered already
 * - foreign: an answer to somebody else, or to something that we did not ask
 * - malformed: not a FINS reply, or not of the length that our question asks for
 */
export type DropReason = 'late' | 'duplicate' | 'foreign' | 'malformed';

export type Judgement =
  | { readonly kind: 'answer'; readonly endCode: EndCode; readonly data: Uint8Array }
  | { readonly kind: 'dropped'; readonly as: DropReason; readonly why: string };

/**
 * Decides whether a datagram answers the open question. Everything has to fit: source address, ICF, all
 * six address bytes, SID, command and exact length. Two stations that share a node number have been seen
 * to get each other's replies: taken as batch data, those words became orders of five million kilograms.
 */
export function judgeReply(
  bytes: Uint8Array,
  source: { readonly address: string; readonly port: number },
  context: ReplyContext,
): Judgement {
  if (source.address !== context.plcAddress || source.port !== context.plcPort) {
    return dropped('foreign', `from ${source.address}:${source.port}`);
  }
  const frame = decodeReply(bytes);
  if (frame.kind === 'malformed') return dropped('malformed', frame.reason);
  if (!addressesFit(frame, context)) return dropped('foreign', 'addressed to or sent by another node');
  const { sid } = frame.header;
  const question = context.question;
  if (question === null || sid !== question.sid) return stray(frame, context);
  if (frame.command !== question.command.code) {
    return dropped('foreign', `answers command ${hexWord(frame.command)}`);
  }
  return judgeLength(frame, question);
}

function judgeLength(frame: ReplyFrame, question: OpenQuestion): Judgement {
  const endCode = decodeEndCode(frame.endCode);
  const { length } = frame.data;
  const fits = isSuccess(endCode)
    ? length === question.command.replyDataBytes
    : length === 0 || (endCode.relayError && length === RELAY_ERROR_BYTES);
  if (!fits) return dropped('malformed', `${length} data bytes with end code ${hexWord(frame.endCode)}`);
  return { kind: 'answer', endCode, data: frame.data };
}

function addressesFit({ header }: ReplyFrame, context: ReplyContext): boolean {
  return (
    header.dna === 0 &&
    header.da1 === context.clientNode &&
    header.da2 === 0 &&
    header.sna === 0 &&
    header.sa1 === context.plcNode &&
    header.sa2 === 0
  );
}

function stray(frame: ReplyFrame, context: ReplyContext): Judgement {
  const { sid } = frame.header;
  switch (context.fateOf(sid, frame.command)) {
    case 'timed-out':
      return dropped('late', `SID ${sid} had timed out`);
    case 'answered':
      return dropped('duplicate', `SID ${sid} was answered already`);
    default:
      return dropped('foreign', `SID ${sid} was not used for command ${hexWord(frame.command)}`);
  }
}

function dropped(as: DropReason, why: string): Judgement {
  return { kind: 'dropped', as, why };
}
