import { say } from '../lib/say.ts';
import { ensureSystem, hasDisplay, program, type SystemNeed, sharedLibraries } from './system-libraries.ts';
import { startXvfb } from './xvfb.ts';

export interface PreparedDisplay {
  /** To be added to the environment of whatever opens windows. */
  env: { DISPLAY?: string };
  stop(): void;
}

/** Sees to everything that Electron needs from the system around it, and to `furtherNeeds`; brings a display where there is none. */
export async function prepareDisplay(executable: string, furtherNeeds: SystemNeed[] = []): Promise<PreparedDisplay> {
  const needs = [sharedLibraries(executable), ...furtherNeeds];
  if (hasDisplay()) {
    await ensureSystem(needs);
    return { env: {}, stop: () => {} };
  }
  await ensureSystem([...needs, program('Xvfb', 'xvfb')]);
  const { display, stop } = await startXvfb();
  say(`there is no display: windows open on a virtual one (Xvfb ${display}), where nobody sees them`);
  return { env: { DISPLAY: display }, stop };
}
