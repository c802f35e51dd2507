/** Builds main, the engine and the preload for development: in memory, so that a fault leaves what runs as it is. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { UserConfig } from 'vite';
import main from '../../vite.main.config.ts';
import preload from '../../vite.preload.config.ts';

/** A folder below the app's, and how what is in it is built. */
const targets: Readonly<Record<string, UserConfig>> = { main, preload };

/** `same`: built, and no code of it differs from before. */
export type BuildOutcome = 'changed' | 'same' | 'failed';

export interface AppBuild {
  build(): Promise<BuildOutcome>;
}

/**
 * @param folder of the app.
 * @param tell is given what is wrong, as the bundler says it.
 */
export function createAppBuild(folder: string, tell: (fault: string) => void): AppBuild {
  let built = '';
  return {
    async build() {
      const results = await Promise.allSettled(Object.keys(targets).map(bundle));
      const faults = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
      for (const fault of faults) tell(fault.message);
      if (faults.length > 0) return 'failed';
      const files = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
      for (const { name, content } of files) replaceFile(path.join(folder, name), content);
      const before = built;
      built = fingerprint(files);
      return built === before ? 'same' : 'changed';
    },
  };
}

interface BuiltFile {
  /** Relative to the app's folder. */
  name: string;
  content: string | Uint8Array;
}

async function bundle(target: string): Promise<BuiltFile[]> {
  const { build } = await import('vite');
  const config = targets[target] ?? {};
  const result = await build({
    ...config,
    configFile: false,
    mode: 'development',
    logLevel: 'silent',
    define: { ...config.define, __DEV__: 'true' },
    build: { ...config.build, write: false, sourcemap: true },
  });
  const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
  return outputs.map((file) => ({
    name: path.join(target, file.fileName),
    content: file.type === 'chunk' ? file.code : file.source,
  }));
}

/** Whole or not at all, and only when it differs: an app that is starting may be reading it. */
function replaceFile(file: string, content: string | Uint8Array): void {
  if (existsSync(file) && readFileSync(file).equals(Buffer.from(content))) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}

/** Of the code alone: a changed comment moves what a source map says, and is no reason to start again. */
function fingerprint(files: readonly BuiltFile[]): string {
  const hash = createHash('sha256');
  for (const { name, content } of files) if (!name.endsWith('.map')) hash.update(`${name}\0`).update(content);
  return hash.digest('hex');
}
