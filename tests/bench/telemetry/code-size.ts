import path from 'node:path';
import { projectRoot } from '../../../scripts/lib/paths.ts';

/** Minified bytes of one entry with everything that it imports, as a product that takes the client in would get it. */
export async function minifiedBytes(entry: string, target: string): Promise<number> {
  const { build } = await import('vite');
  const output = await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'error',
    // A library that others bundle, not a server: but Node's own modules stay outside.
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      write: false,
      target,
      minify: true,
      rolldownOptions: { input: path.join(projectRoot, entry), preserveEntrySignatures: 'strict' },
    },
  });
  if (!('output' in output)) throw new Error('the build gave several bundles');
  return output.output.reduce((sum, part) => sum + (part.type === 'chunk' ? Buffer.byteLength(part.code) : 0), 0);
}
