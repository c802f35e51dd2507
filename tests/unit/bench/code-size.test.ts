import { expect, it } from 'vitest';
import { codeFigures } from '../../bench/telemetry/core-figures.ts';

it('a product that takes the client in gets no more code than promised, in main and in a window', async () => {
  const figures = await codeFigures();
  expect(figures).toHaveLength(2);
  for (const { name, value, target = 0 } of figures) {
    expect(value, name).toBeGreaterThan(1);
    expect(value, name).toBeLessThanOrEqual(target);
  }
});
