import { Component, type ReactNode } from 'react';
import { Button } from '../components/button.tsx';
import { useText } from '../lib/text.ts';
import { appTexts } from './app-texts.ts';

interface Props {
  readonly children: ReactNode;
}

/** A screen that cannot be drawn says so; the frame round it, with alarms and navigation, stays. */
export class ErrorBoundary extends Component<Props, { readonly error: Error | null }> {
  override state = { error: null };

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error === null ? this.props.children : <Crashed error={error} />;
  }
}

function Crashed({ error }: { readonly error: Error }) {
  const text = useText(appTexts);
  return (
    <div className="page">
      <div className="problem" role="alert">
        <strong>{text.crashed}</strong>
        <span>{text.crashedBody}</span>
        <code>{error.message}</code>
        <div>
          <Button onClick={() => window.location.reload()}>{text.reload}</Button>
        </div>
      </div>
    </div>
  );
}
