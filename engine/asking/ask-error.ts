import type { AskFailure } from '../../app/finder/asking.ts';

/** Why a question has no answer; told to the window that asked, and no fault of the app's. */
export class AskError extends Error {
  readonly failure: AskFailure;

  constructor(failure: AskFailure) {
    super(failure);
    this.failure = failure;
  }
}
