import type { TrainingView } from '../../../../shared/contract/host.ts';
import { Button } from '../../../components/button.tsx';
import { Panel } from '../../../components/page.tsx';
import { StateMark } from '../../../components/state-mark.tsx';
import { useText } from '../../../lib/text.ts';
import { useView } from '../../../stores/view-store.ts';
import { texts } from '../texts.ts';
import { useSwitchesUnavailable, useTrainingCall } from '../use-training.ts';

type Lesson = TrainingView['lessons'][number];

export function Lessons({ lessons }: { readonly lessons: readonly Lesson[] }) {
  const text = useText(texts);
  return (
    <Panel title={text.lessons} note={text.lessonsNote}>
      <ul className="tr-lessons">
        {lessons.map((lesson) => (
          <LessonCard key={lesson.name} lesson={lesson} />
        ))}
      </ul>
    </Panel>
  );
}

function LessonCard({ lesson }: { readonly lesson: Lesson }) {
  const text = useText(texts);
  const language = useView((view) => view.language);
  const unavailable = useSwitchesUnavailable();
  const { mutate, isPending } = useTrainingCall('startLesson');
  const { name, title, see, todo, running } = lesson;
  return (
    <li className={running ? 'tr-lesson tr-lesson-running' : 'tr-lesson'} data-lesson={name}>
      <h3>{title[language]}</h3>
      <dl>
        <dt>{text.see}</dt>
        <dd>{see[language]}</dd>
        <dt>{text.todo}</dt>
        <dd>{todo[language]}</dd>
      </dl>
      <footer>
        {running && (
          <span className="tr-state">
            <StateMark shape="running" /> {text.running}
          </span>
        )}
        <Button
          pending={isPending}
          unavailable={unavailable}
          aria-label={`${text.start}: ${title[language]}`}
          onClick={() => mutate({ name })}
        >
          {text.start}
        </Button>
      </footer>
    </li>
  );
}
