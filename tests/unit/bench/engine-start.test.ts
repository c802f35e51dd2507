import path from 'node:path';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.ts';

it('the engine starts without the database, which is loaded when the history is opened', async () => {
  const built = await build({
    configFile: path.join(projectRoot, 'vite.main.config.ts'),
    logLevel: 'error',
    build: { write: false },
  });
  if (!('output' in built)) throw new Error('the build gave several bundles');
  const chunks = new Map(built.output.flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one] as const] : [])));
  const atStart = new Set<string>();
  const follow = (name: string) => {
    if (atStart.has(name)) return;
    atStart.add(name);
    for (const other of chunks.get(name)?.imports ?? []) follow(other);
  };
  follow('finder-engine.js');
  const holdsDatabase = (name: string) => chunks.get(name)?.moduleIds.some((id) => id.includes('@duckdb')) ?? false;
  expect([...chunks.keys()].filter(holdsDatabase)).toHaveLength(1);
  expect([...atStart].filter(holdsDatabase)).toEqual([]);
});
