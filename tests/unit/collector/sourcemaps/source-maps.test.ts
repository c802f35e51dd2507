import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SOURCE_MAPS } from '../../../../collector/limits.ts';
import { SourceMaps } from '../../../../collector/sourcemaps/source-maps.ts';
import { filesBelow, temporaryFolder } from '../../../support/temporary-folder.ts';

const MAP = { version: 3, sources: ['src/index.ts'], names: [], mappings: 'AAAA' };

/** Source maps in a folder of their own, and what adds a file to what is built. */
function someMaps() {
  const folder = temporaryFolder();
  const built = path.join(folder, 'built');
  const write = (name: string, content = JSON.stringify(MAP)) => {
    const file = path.join(built, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  return { maps: new SourceMaps(path.join(folder, 'data')), folder, built, write };
}

const data = (folder: string) => {
  mkdirSync(path.join(folder, 'data'));
};

describe('source maps', () => {
  it('are kept by the names that reports have, listed, and removed', async () => {
    const { maps, folder, built, write } = someMaps();
    data(folder);
    for (const name of ['main/index.js.map', 'renderer/assets/index-BjFl2MlH.js.map', 'preload/index.cjs.map'])
      write(name);
    write('renderer/assets/index-BjFl2MlH.js', '');
    expect(await maps.add('candor-finder', '1.0.0', built)).toEqual(['main/index', 'preload/index', 'renderer/index']);
    expect(await maps.list()).toEqual([{ product: 'candor-finder', version: '1.0.0', files: 3 }]);
    const at = { product: 'candor-finder', version: '1.0.0', file: 'renderer/index', line: 1, column: 1 };
    expect(await maps.find(at)).toEqual({ file: 'src/index.ts', line: 1, column: 1, name: null });
    expect(await maps.find({ ...at, version: '1.0.1' })).toBeUndefined();
    expect(await maps.find({ ...at, line: 9_999_999, column: 9_999_999 })).toBeUndefined();
    expect(await maps.remove('candor-finder', '1.0.0')).toBe(true);
    expect(await maps.remove('candor-finder', '1.0.0')).toBe(false);
    expect(await maps.find(at)).toBeUndefined();
  });

  it('are not taken when they are none, of no part, of one file twice, or too many or large; then none is', async () => {
    const { maps, folder, built, write } = someMaps();
    data(folder);
    mkdirSync(built);
    const add = () => maps.add('candor-finder', '1.0.0', built);
    await expect(add()).rejects.toThrow('there is no source map');
    await expect(maps.add('candor-finder', '1.0.0', write('elsewhere/index.js.map'))).rejects.toThrow(
      'must lie in a folder',
    );
    await expect(maps.add('candor-finder', '1.0.0', write('main/index.js.map', '{}'))).rejects.toThrow(
      'no source map of version 3',
    );
    const large = write('preload/index.js.map', ' '.repeat(SOURCE_MAPS.bytes + 1));
    await expect(maps.add('candor-finder', '1.0.0', large)).rejects.toThrow('bytes');
    const twice = path.join(built, 'twice');
    write('twice/main/index-BjFl2MlH.js.map');
    write('twice/main/index-XjFl2MlH.js.map');
    await expect(maps.add('candor-finder', '1.0.0', twice)).rejects.toThrow('two of the maps are of main/index');
    expect(await maps.list()).toEqual([]);
    expect(filesBelow(path.join(folder, 'data'))).toEqual([]);
  });

  it('are never read or written outside of their folder, whatever names are asked for', async () => {
    const { maps, folder, write } = someMaps();
    data(folder);
    const file = write('main/index.js.map');
    await expect(maps.add('../up', '1.0.0', file)).rejects.toThrow('no product');
    await expect(maps.add('candor-finder', '../../up', file)).rejects.toThrow('no version');
    await expect(maps.remove('candor-finder', '..')).rejects.toThrow('no version');
    const at = { product: 'candor-finder', version: '1.0.0', line: 1, column: 1 };
    for (const name of ['../../../built/main/index', '/etc/passwd', 'main/../main/index']) {
      expect(await maps.find({ ...at, file: name })).toBeUndefined();
    }
  });
});
