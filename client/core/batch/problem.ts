/** Why a value is not a batch: where, and what was expected. Never holds the value itself. */
export interface Problem {
  /** Path in the batch, such as `context.os`. */
  readonly path: string;
  readonly expected: string;
}

/** Thrown inside the codec, and caught at its edge. */
export class Invalid extends Error {
  override name = 'Invalid';
  readonly problem: Problem;

  constructor(path: string, expected: string) {
    super(`${path}: ${expected}`);
    this.problem = { path, expected };
  }
}
