import { Component, type ReactNode } from 'react';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
  /** What is drawn; another one is tried afresh. */
  readonly subject: unknown;
  /** What is shown instead of what could not be drawn; `retry` draws it anew. */
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
