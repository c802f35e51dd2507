import { TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { t } from '../../app/messages/index.ts';
import { Button } from '../../ui/design/controls.tsx';
import './failure.css';

const reload = () => location.reload();

/** In place of a pane whose content could not be drawn. */
export function FailedPane({ pane, onRetry }: { readonly pane: 'main' | 'detail'; readonly onRetry: () => void }) {
  return (
    <Failure
      title={t(pane === 'main' ? 'errors.main.title' : 'errors.detail.title')}
      text={t(pane === 'main' ? 'errors.main.text' : 'errors.detail.text')}
      action={t('common.try-again')}
      onAction={onRetry}
      heading="h2"
    />
  );
}

/** In place of everything in the window. */
export function FailedWindow() {
  return (
    <main className="failed-window">
      <Failure
        title={t('errors.window.title')}
        text={t('errors.window.text')}
        action={t('errors.reload')}
        onAction={reload}
        heading="h1"
      />
    </main>
  );
}

interface FailureProps {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly onAction: () => void;
  readonly heading: 'h1' | 'h2';
}

function Failure({ title, text, action, onAction, heading: Heading }: FailureProps) {
  const place = useRef<HTMLDivElement>(null);
  // Whoever worked in what is gone would otherwise have the focus nowhere.
  useEffect(() => {
    if (document.activeElement === document.body) place.current?.querySelector('button')?.focus();
  }, []);
  return (
    <div ref={place} className="failure" role="alert">
      <TriangleAlert className="ui-icon" aria-hidden />
      <Heading className="failure-title">{title}</Heading>
      <p>{text}</p>
      <Button onPress={onAction}>{action}</Button>
    </div>
  );
}
