import { createRequire } from 'node:module';

/** Whether chDB has a build for this computer, and npm has installed it. Nothing of it is loaded. */
export function isChdbAvailable(platform = process.platform, arch = process.arch): boolean {
  const { resolve } = createRequire(import.meta.url);
  return [`@chdb/lib-${platform}-${arch}`, `@chdb/lib-${platform}-${arch}-gnu`].some((name) => {
    try {
      return resolve(name, { paths: [resolve('chdb')] }) !== '';
    } catch {
      return false;
    }
  });
}
