import { writeSync } from 'node:fs';
import { openDebug } from '../core/debug.ts';

/** Names the areas whose decisions are written to standard error, with commas between them; `all` for each. */
const VARIABLE = 'CANDOR_DEBUG';

/**
 * Writes to standard error what this process decides, as far as the environment asks for it; see docs/diagnostics.md. To
 * be called before anything is decided. A process that is started by this one inherits the environment.
 */
export function openDebugLines(environment: Readonly<Record<string, string | undefined>>): void {
  openDebug(environment[VARIABLE], (line) => {
    try {
      writeSync(process.stderr.fd, `${line}\n`);
    } catch {
      // Nobody listens any more, and there is no other place to say so.
    }
  });
}
