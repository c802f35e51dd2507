import path from 'node:path';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { finder } from '../../../app/finder/product.ts';
import { ownManifest } from '../../../scripts/build/own-manifest.ts';
import { projectRoot } from '../../../scripts/lib/paths.ts';

it('lets the name and the version into a bundle, and nothing else of package.json', async () => {
  const input = path.join(projectRoot, 'app/finder/product.ts');
  const output = await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'error',
    plugins: [ownManifest()],
    build: { ssr: true, write: false, rolldownOptions: { input, preserveEntrySignatures: 'strict' } },
  });
  const [chunk] = 'output' in output ? output.output : [];
  const code = chunk?.type === 'chunk' ? chunk.code : '';
  const bundled = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  expect(bundled.finder).toEqual(finder);
  for (const word of ['Dependencies', 'scripts', 'vitest']) expect(code).not.toContain(word);
});
