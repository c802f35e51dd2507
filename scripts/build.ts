/** Builds what is stale: `node scripts/build.ts`; everything with `--force`. */
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { UserConfig } from 'vite';
import { type BuildTarget, buildTargets, fingerprint, isFresh, markFresh, markStale } from './build/targets.ts';
import { projectRoot } from './lib/paths.ts';
import { fail, say, seconds, UserFixableError } from './lib/say.ts';

/**
 * Builds the targets whose inputs have changed since they were built, side by side. When one cannot be built the others
 * are all the same, and then it throws a UserFixableError.
 * @param only the names of the targets that are wanted; all without it.
 */
export async function buildStale({ force = false, only = buildTargets.map(({ name }) => name) } = {}): Promise<void> {
  const wanted = buildTargets.filter(({ name }) => only.includes(name));
  const stale = wanted.filter((target) => force || !isFresh(projectRoot, target));
  if (stale.length === 0) return;
  say(`building ${stale.map(({ name }) => name).join(', ')}`);
  const started = performance.now();
  const results = await Promise.allSettled(stale.map(buildTarget));
  const failed = stale.filter((_, at) => results[at]?.status === 'rejected');
  for (const result of results) if (result.status === 'rejected') console.error((result.reason as Error).message);
  if (failed.length > 0) {
    throw new UserFixableError(`could not build ${failed.map(({ name }) => name).join(', ')}: see the messages above.`);
  }
  say(`built in ${seconds(performance.now() - started)}`);
}

async function buildTarget(target: BuildTarget): Promise<void> {
  const builtFrom = fingerprint(projectRoot, target);
  markStale(projectRoot, target);
  // Else a NODE_ENV of the terminal's would put React's development build into the bundle.
  process.env['NODE_ENV'] = 'production';
  // Vite takes longer to load than all the checks together, so it is loaded only when there is something to build.
  const { build } = await import('vite');
  const file = path.join(projectRoot, `vite.${target.name}.config.ts`);
  const { default: config } = (await import(pathToFileURL(file).href)) as { default: UserConfig };
  await build({ ...config, configFile: false, logLevel: 'warn' });
  markFresh(projectRoot, target, builtFrom);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildStale({ force: process.argv.includes('--force') }).catch(fail);
}
