import { TriangleAlert } from 'lucide-react';
import { Component, type ReactNode, useEffect, useRef } from 'react';
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
  const alert = useRef<HTMLDivElement>(null);
  // Otherwise the focus would be nowhere when it was in what is gone.
  useEffect(() => {
    if (document.activeElement === document.body) alert.current?.querySelector('button')?.focus();
  }, []);
  return (
    <div ref={alert} className="failure" role="alert">
      <TriangleAlert className="ui-icon" aria-hidden />
      <Heading className="failure-title">{title}</Heading>
      <p>{text}</p>
      <Button onPress={onAction}>{action}</Button>
    </div>
  );
}

interface ErrorBoundaryProps {
  readonly children: ReactNode;
  /** What is drawn; another one is tried afresh. */
  readonly subject: unknown;
  /** What is shown instead of what could not be drawn; `retry` draws it again. */
  readonly instead: (retry: () => void) => ReactNode;
}

interface ErrorBoundaryState {
  readonly failed: boolean;
  readonly subject: unknown;
}

/** Confines an error while drawing to the part of the window that it happened in. React's root reports it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { failed: false, subject: this.props.subject };

  static getDerivedStateFromError(): Partial<ErrorBoundaryState> {
    return { failed: true };
  }

  static getDerivedStateFromProps({ subject }: ErrorBoundaryProps, state: ErrorBoundaryState) {
    return subject === state.subject ? null : { failed: false, subject };
  }

  readonly #retry = () => this.setState({ failed: false });

  override render() {
    const { children, instead } = this.props;
    return this.state.failed ? instead(this.#retry) : children;
  }
}

/** Says that the window could not be started, without React and without anything that may be what has failed. */
export function showPlainFailure(page: Document): void {
  const main = page.createElement('main');
  main.className = 'failed-window';
  const failure = page.createElement('div');
  failure.className = 'failure';
  failure.setAttribute('role', 'alert');
  const title = page.createElement('h1');
  title.className = 'failure-title';
  title.textContent = t('errors.start.title');
  const text = page.createElement('p');
  text.textContent = t('errors.start.text');
  const button = page.createElement('button');
  button.className = 'ui-button';
  button.textContent = t('errors.reload');
  button.addEventListener('click', () => location.reload());
  failure.append(title, text, button);
  main.append(failure);
  page.body.replaceChildren(main);
  button.focus();
}
