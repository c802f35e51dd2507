import path from 'node:path';

/** What somebody wants to pack. */
export interface PackingRequest {
  /** Only to see how the packages behave: may hold another runtime than a release. */
  testOnly: boolean;
  /** The folder where packages are put. */
  output: string;
  /** The folder of releases. */
  releases: string;
  /** Whether the runtime is Electron as its project publishes it, in the version that package.json names. */
  official: boolean;
}

/** Why it must not be packed, in one sentence; `undefined` when it may. */
export function refusal({ testOnly, output, releases, official }: PackingRequest): string | undefined {
  if (testOnly) {
    if (!isInside(output, releases)) return undefined;
    return `a test-only package is never put into ${releases}, where releases stand: name another folder.`;
  }
  if (official) return undefined;
  return 'a release contains Electron as its project publishes it, and nothing else.';
}

function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return !(relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative));
}
