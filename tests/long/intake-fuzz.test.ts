import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { FuzzFound } from './support/fuzz-intake.ts';
import { howMany } from './support/how-many.ts';

const SCRIPT = fileURLToPath(new URL('./support/fuzz-intake.ts', import.meta.url));
const SEED = 20_261_129;

/** Close to a million bodies where there is time, in processes of their own. */
const PROCESSES = 2;
const IN_PROCESS = howMany({ all: 100_000, soak: 490_000 });

it(`${PROCESSES * IN_PROCESS} mutated batches at the intake: no crash, no receipt lost, memory bounded, every answer clear`, async () => {
  const runs = Array.from({ length: PROCESSES }, async (_, process_) => {
    const args = [SCRIPT, temporaryFolder(), String(SEED + process_), String(IN_PROCESS)];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' } });
    return JSON.parse(stdout) as FuzzFound;
  });
  for (const { told, megabytes } of await Promise.all(runs)) {
    process.stdout.write(`fuzz: ${JSON.stringify(told)}, ${megabytes} MB at most\n`);
    expect(told['accepted']).toBeGreaterThan(IN_PROCESS / 20);
    expect(told['invalid']).toBeGreaterThan(IN_PROCESS / 4);
    expect(told['newer']).toBeGreaterThan(IN_PROCESS / 1000);
    expect(Object.values(told).reduce((sum, count) => sum + count, 0)).toBe(IN_PROCESS);
  }
});
