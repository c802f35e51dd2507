import { swallowed } from '../../core/debug.ts';
import type { PolicyEditor } from './policy-command.ts';
import { readPolicyFile } from './policy-file.ts';
import type { PolicyPlace } from './policy-place.ts';
import type { RunProcess, WriteFiles } from './ports.ts';
import { policyKey, readRegistryPolicy } from './registry.ts';
import { removePolicyFile, writePolicyFile } from './write-policy-file.ts';

const PERMISSION_CODES = ['EACCES', 'EPERM', 'EROFS'];

/** What sets the policy at its place; `undefined` on macOS, where only a device management does. */
export function policyEditor(place: PolicyPlace, fs: WriteFiles, run: RunProcess): PolicyEditor | undefined {
  switch (place.kind) {
    case 'file':
      return {
        place: place.file,
        read: () => Promise.resolve(readPolicyFile(fs, place)),
        write: (fields) => {
          try {
            return Promise.resolve(fields ? writePolicyFile(fs, place, fields) : removePolicyFile(fs, place));
          } catch (error) {
            swallowed('policy', 'write-policy-file', error);
            const code = (error as NodeJS.ErrnoException).code ?? '';
            return Promise.resolve(PERMISSION_CODES.includes(code) ? 'not-permitted' : 'failed');
          }
        },
      };
    case 'registry': {
      const key = policyKey(place.key);
      return {
        place: key,
        read: () => readRegistryPolicy(run, place.system, place.key),
        // Other values stand by themselves; a refusal has no exit code of its own and is nearly always the permission.
        write: async (fields) => {
          const value = [key, '/v', 'Participation'];
          const args = fields
            ? ['add', ...value, '/t', 'REG_SZ', '/d', String(fields['participation']), '/f']
            : ['delete', ...value, '/f'];
          const { exitCode } = await run(`${place.system}\\reg.exe`, args);
          if (exitCode === undefined) return 'failed';
          return exitCode === 0 ? 'done' : 'not-permitted';
        },
      };
    }
    case 'managed-preferences':
      return undefined;
  }
}
