/** What the scripts tell the person who runs them: one line for each thing they do, one sentence when they cannot. */

/** A failure that its reader can mend: the message says what is wrong and what to do. Anything else is a bug and shows its stack. */
export class UserFixableError extends Error {}

export function say(line: string): void {
  console.log(line);
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Ends a script's main function: a UserFixableError is shown as its sentence. Sets the exit code, and lets open output drain. */
export function fail(error: unknown): void {
  console.error(error instanceof UserFixableError ? error.message : error);
  process.exitCode = 1;
}
