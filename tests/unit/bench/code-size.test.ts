import path from 'node:path';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { startBudgets } from '../../bench/start/budgets.ts';
import { codeFigures } from '../../bench/telemetry/core-figures.ts';

it('a product that takes the client in gets no more code than promised, in main and in a window', async () => {
  const figures = await codeFigures();
  expect(figures).toHaveLength(3);
  for (const { name, value, target = 0 } of figures) {
    expect(value, name).toBeGreaterThan(1);
    expect(value, name).toBeLessThanOrEqual(target);
  }
});

it('the preload script, which each window loads anew, stays within its budget', async () => {
  const built = await build({
    configFile: path.join(projectRoot, 'vite.preload.config.ts'),
    logLevel: 'error',
    build: { write: false },
  });
  if (!('output' in built)) throw new Error('the build gave several bundles');
  const [script, ...others] = built.output;
  expect(others).toEqual([]);
  expect(Buffer.byteLength(script.code) / 1000).toBeLessThanOrEqual(startBudgets.bundles.preload);
});
