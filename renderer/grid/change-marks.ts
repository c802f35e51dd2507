/** Milliseconds for which each strength of the mark is shown, strongest first. */
const STEP_MS = 400;
const STRENGTHS = ['strong', 'weak'] as const;

/**
 * Marks what has changed in a reading, in two strengths, and takes the marks away again. An animation would be smoother, and
 * has the page drawn sixty times a second for it: with a list of 500 processes that cost more than all the rest of the app.
 */
export class ChangeMarks {
  #fresh: Set<HTMLElement> | undefined;

  /** Marks an element. All that are marked in the same turn fade together. */
  mark(element: HTMLElement): void {
    element.dataset['changed'] = STRENGTHS[0];
    if (this.#fresh) {
      this.#fresh.add(element);
      return;
    }
    const batch = new Set([element]);
    this.#fresh = batch;
    queueMicrotask(() => {
      this.#fresh = undefined;
    });
    setTimeout(() => fade(batch, 1), STEP_MS);
  }

  /** The element shows another object now. */
  forget(element: HTMLElement): void {
    delete element.dataset['changed'];
  }
}

function fade(batch: ReadonlySet<HTMLElement>, step: number): void {
  const strength = STRENGTHS[step];
  for (const element of batch) {
    // Marked again meanwhile, it has another end.
    if (element.dataset['changed'] !== STRENGTHS[step - 1]) continue;
    if (strength === undefined) delete element.dataset['changed'];
    else element.dataset['changed'] = strength;
  }
  if (strength !== undefined) setTimeout(() => fade(batch, step + 1), STEP_MS);
}

export const changeMarks = new ChangeMarks();
