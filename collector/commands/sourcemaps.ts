/** `candor-collector sourcemaps …`: where places of errors are in the source. */
import { SourceMaps } from '../sourcemaps/source-maps.ts';
import { asRun } from './command.ts';

export const runAdd = asRun(async ({ settings: { data }, parameters: [product = '', version = '', from = ''] }) => {
  const files = await new SourceMaps(data).add(product, version, from);
  return `${product} ${version}: ${files.join(', ')}`;
});

export const runList = asRun(async ({ settings: { data } }) => {
  const versions = await new SourceMaps(data).list();
  if (versions.length === 0) return 'there are no source maps';
  return versions.map(({ product, version, files }) => `${product} ${version}: maps of ${files} files`).join('\n');
});

export const runRemove = asRun(async ({ settings: { data }, parameters: [product = '', version = ''] }) => {
  const wereThere = await new SourceMaps(data).remove(product, version);
  return `${product} ${version} ${wereThere ? 'has no source maps any more' : 'has no source maps (nothing changed)'}`;
});
