import { loadavg } from 'node:os';
import { buildStale } from '../../../scripts/build.ts';
import { prepareDisplay } from '../../../scripts/electron/prepare-display.ts';
import { resolveElectron } from '../../../scripts/electron/resolve-electron.ts';
import { say } from '../../../scripts/lib/say.ts';
import type { Runtime } from './bench-app.ts';

/** Gives `use` an Electron, a display and the app as it is built from the present sources. */
export async function withRuntime<T>(use: (runtime: Runtime) => Promise<T>): Promise<T> {
  await buildStale();
  const { executable, version } = await resolveElectron();
  const display = await prepareDisplay(executable);
  say(`Electron ${version}, Node ${process.versions.node}; load of this computer before: ${loadText()}`);
  try {
    return await use({ executable, display: display.env });
  } finally {
    display.stop();
    say(`load of this computer after: ${loadText()}`);
  }
}

/** Figures of a busy computer are worth less; so the load stands beside them. */
export function loadText(): string {
  return loadavg()[0]?.toFixed(2) ?? 'not known';
}
