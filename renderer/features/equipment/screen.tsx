import './equipment.css';
import { Answer } from '../../components/answer.tsx';
import { Page, Panel } from '../../components/page.tsx';
import { useText } from '../../lib/text.ts';
import { BatchNote } from './parts/batch-note.tsx';
import { EquipmentTable } from './parts/equipment-table.tsx';
import { StateCounts } from './parts/state-counts.tsx';
import { texts } from './texts.ts';
import { useEquipment } from './use-equipment.ts';

/** The thirteen silos and two tanks at a glance. */
export default function Screen() {
  const text = useText(texts);
  const { asked, batch } = useEquipment();
  return (
    <Page
      title={text.title}
      aside={<StateCounts equipment={asked.data?.equipment ?? []} />}
      className="eq-page"
    >
      <Panel title={text.list} note={<BatchNote batch={batch} />}>
        <Answer of={asked}>
          {({ equipment }) => <EquipmentTable equipment={equipment} batch={batch} />}
        </Answer>
      </Panel>
    </Page>
  );
}
