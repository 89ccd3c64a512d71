import { Component, type ErrorInfo, type ReactNode } from "react";
import { ErrorState } from "./error-state.tsx";

interface ErrorBoundaryProps {
  readonly children: ReactNode;
  /** What failed, for example 'The list of sessions cannot be shown.' */
  readonly title?: string;
  /** A change of this value tries again: the page's address, for example. */
  readonly resetKey?: string;
  readonly onError?: (error: unknown, componentStack: string) => void;
}

interface BoundaryState {
  readonly failure: { readonly error: unknown } | null;
}

/** Keeps a fault in one part from taking the page with it, and offers to try again. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, BoundaryState> {
  override state: BoundaryState = { failure: null };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { failure: { error } };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo) {
    this.props.onError?.(error, info.componentStack ?? "");
  }

  override componentDidUpdate(previous: ErrorBoundaryProps) {
    if (previous.resetKey !== this.props.resetKey && this.state.failure !== null) this.setState({ failure: null });
  }

  override render() {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    return (
      <ErrorState
        title={this.props.title ?? "This part of the page stopped working."}
        error={failure.error}
        onRetry={() => this.setState({ failure: null })}
      />
    );
  }
}
