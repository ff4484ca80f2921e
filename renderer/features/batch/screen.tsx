import './batch.css';
import './side.css';
import './timeline.css';
import './words.css';
import { useParams } from 'react-router';
import { BatchPage } from './parts/batch-page.tsx';
import { QueuePage } from './parts/queue-page.tsx';

/** One batch where the address names it, otherwise the queue to choose from. */
export default function Screen() {
  const { moId } = useParams();
  return moId === undefined ? <QueuePage /> : <BatchPage key={moId} moId={moId} />;
}
