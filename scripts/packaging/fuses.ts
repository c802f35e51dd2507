/** Electron's fuses: switches in its executable that turn off, for good, ways of making the app run something else. */
import type { Fuses } from './packer.ts';

/** electron-builder's words for a fuse, and those of `@electron/fuses`. */
const NAMES = {
  runAsNode: 'RunAsNode',
  enableCookieEncryption: 'EnableCookieEncryption',
  enableNodeOptionsEnvironmentVariable: 'EnableNodeOptionsEnvironmentVariable',
  enableNodeCliInspectArguments: 'EnableNodeCliInspectArguments',
  enableEmbeddedAsarIntegrityValidation: 'EnableEmbeddedAsarIntegrityValidation',
  onlyLoadAppFromAsar: 'OnlyLoadAppFromAsar',
  grantFileProtocolExtraPrivileges: 'GrantFileProtocolExtraPrivileges',
} as const;

type FuseName = keyof typeof NAMES;
export type FuseStates = Record<FuseName, boolean>;

/** How each has to stand. electron-builder.yml says the same, and is what turns them; this is what they are checked against. */
export const wantedFuses: FuseStates = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false,
};

/** Reads them from an executable, or from an .app of macOS. One that the runtime does not know counts as not set. */
export async function readFuses(fuses: Fuses, executable: string): Promise<Partial<FuseStates>> {
  const wire = await fuses.getCurrentFuseWire(executable);
  const states: [FuseName, boolean][] = [];
  for (const [name, option] of Object.entries(NAMES) as [FuseName, string][]) {
    const state = wire[String(fuses.FuseV1Options[option])];
    if (state === fuses.FuseState['ENABLE']) states.push([name, true]);
    if (state === fuses.FuseState['DISABLE']) states.push([name, false]);
  }
  return Object.fromEntries(states);
}

/** The fuses that stand otherwise than they have to. */
export function wrongFuses(found: Partial<FuseStates>): FuseName[] {
  return (Object.keys(wantedFuses) as FuseName[]).filter((name) => found[name] !== wantedFuses[name]);
}
