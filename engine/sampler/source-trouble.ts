import type { SourceTrouble } from '../../app/finder/engine-work.ts';

const troubles: Readonly<Record<string, SourceTrouble>> = {
  EACCES: 'denied',
  EPERM: 'denied',
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  ETIMEDOUT: 'timeout',
};

/** Why a source could not be read, from what was thrown: the system's code, never its text, which names files. */
export function sourceTrouble(thrown: unknown): SourceTrouble {
  if (thrown instanceof SyntaxError) return 'malformed';
  const code: unknown = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return (typeof code === 'string' && Object.hasOwn(troubles, code) && troubles[code]) || 'other';
}
