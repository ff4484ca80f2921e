import { useState } from 'react';
import type { MemoryMapView, PlcWriteSlotView } from '../../../../shared/contract/diagnostics.ts';
import type { PlcSlotView } from '../../../../shared/contract/views.ts';
import { Answer } from '../../../components/answer.tsx';
import { Panel } from '../../../components/page.tsx';
import { useAnswer } from '../../../lib/queries.ts';
import type { CallError } from '../../../lib/station-client.ts';
import { useText } from '../../../lib/text.ts';
import type { AreaName, Place } from '../place.ts';
import { texts } from '../texts.ts';
import { type WatchedWords, watch } from '../word-changes.ts';
import { fieldWords } from '../word-values.ts';
import { AreaChoice } from './area-choice.tsx';
import { LOOK_MS, Reading, ReadNote } from './reading.tsx';
import { SlotChoice } from './slot-choice.tsx';
import { SlotWords } from './slot-words.tsx';
import { TestRead } from './test-read.tsx';

interface MemoryProps {
  readonly area: AreaName;
  readonly slot: number;
  readonly onGo: (changed: Partial<Place>) => void;
}

/** The words of a slot as they are in the PLC, and any other words on request. */
export function Memory({ area, slot, onGo }: MemoryProps) {
  const map = useAnswer('memoryMap', {});
  const read = useAnswer('plcSlots', {}, { everyMs: LOOK_MS, enabled: area === 'READ' });
  const write = useAnswer('plcWriteSlots', {}, { everyMs: LOOK_MS, enabled: area === 'WRITE' });
  const asked = area === 'READ' ? read : write;
  return (
    <div className="grid">
      <AreaChoice area={area} onChoose={(chosen) => onGo({ area: chosen })} />
      <Answer of={map}>
        {(known) => (
          <Answer<SlotsRead> of={asked}>
            {({ read_at, slots }) => (
              <Slots
                layout={known.areas.find((each) => each.area === area)}
                readAt={read_at}
                slots={slots}
                chosen={slot}
                error={asked.error}
                onChoose={(next) => onGo({ slot: next })}
              />
            )}
          </Answer>
        )}
      </Answer>
      <TestRead />
    </div>
  );
}

interface SlotsRead {
  readonly read_at: string;
  readonly slots: readonly (PlcSlotView | PlcWriteSlotView)[];
}

interface SlotsProps {
  readonly layout: MemoryMapView['areas'][number] | undefined;
  readonly readAt: string;
  readonly slots: SlotsRead['slots'];
  readonly chosen: number;
  readonly error: CallError | null;
  readonly onChoose: (slot: number) => void;
}

function Slots({ layout, readAt, slots, chosen, error, onChoose }: SlotsProps) {
  const text = useText(texts);
  const shown = slots.find(({ slot }) => slot === chosen) ?? slots[0];
  const [watched, setWatched] = useState<WatchedWords | null>(null);
  if (shown === undefined || layout === undefined) return null;
  const now = watch(watched, { place: `${layout.area} ${shown.slot}`, readAt, words: shown.words });
  // Kept for the comparison with the next reading.
  if (now !== watched) setWatched(now);
  const title = `${layout.area} · ${text.slot} ${shown.slot}`;
  return (
    <>
      <SlotChoice slots={slots} chosen={shown.slot} onChoose={onChoose} />
      <Panel title={title} note={text.live} aside={<ReadNote readAt={readAt} error={error} />}>
        <Reading readAt={readAt} error={error}>
          <SlotWords
            fields={fieldWords(layout, shown.slot, shown.words)}
            changed={now.changed}
            firstAddress={layout.base + (shown.slot - 1) * layout.stride}
            isBlank={shown.state === 'blank'}
            faults={shown.faults}
          />
        </Reading>
      </Panel>
    </>
  );
}
