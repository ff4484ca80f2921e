import './training.css';
import { useQuery } from '@tanstack/react-query';
import { Answer } from '../../components/answer.tsx';
import { Button } from '../../components/button.tsx';
import { Empty, Page } from '../../components/page.tsx';
import { hostQuery } from '../../lib/queries.ts';
import { useText } from '../../lib/text.ts';
import { Behaviours } from './parts/behaviours.tsx';
import { Lessons } from './parts/lessons.tsx';
import { Speed } from './parts/speed.tsx';
import { texts } from './texts.ts';
import { useSwitchesUnavailable, useTrainingCall } from './use-training.ts';

/** The training plant counts what happens; nothing tells when. */
const REFRESH_MS = 2_000;

/** The instructor's panel. */
export default function TrainingScreen() {
  const text = useText(texts);
  const training = useQuery({ ...hostQuery('training', {}), refetchInterval: REFRESH_MS });
  return (
    <Page title={text.title} aside={<EndButton />}>
      <p className="dim">{text.intro}</p>
      <Answer of={training}>
        {(view) =>
          view === null ? (
            <Empty title={text.none}>{text.noneNext}</Empty>
          ) : (
            <>
              <Speed kgPerSecond={view.kg_per_second} />
              <Lessons lessons={view.lessons} />
              <div className="tr-peers">
                <Behaviours peer="plc" behaviours={view.behaviours.filter(({ peer }) => peer === 'plc')} />
                <Behaviours peer="odoo" behaviours={view.behaviours.filter(({ peer }) => peer === 'odoo')} />
              </div>
            </>
          )
        }
      </Answer>
    </Page>
  );
}

function EndButton() {
  const text = useText(texts);
  const unavailable = useSwitchesUnavailable();
  const { mutate, isPending } = useTrainingCall('endLesson');
  return (
    <>
      <span className="spacer" />
      <Button look="primary" pending={isPending} unavailable={unavailable} onClick={() => mutate({})}>
        {text.end}
      </Button>
    </>
  );
}
