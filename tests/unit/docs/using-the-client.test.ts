import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.ts';

const example = path.join(projectRoot, 'tests/fixtures/second-product');
const page = readFileSync(path.join(projectRoot, 'docs/using-the-client.md'), 'utf8');
const blocks = new Map(
  [...page.matchAll(/^`([\w.-]+)`:\n\n```\w+\n(.*?)^```$/gms)].map(([, name = '', text]) => [name, text]),
);

describe('docs/using-the-client.md', () => {
  it('shows every file of the example, and no other code', () => {
    expect([...blocks.keys()].sort()).toEqual(readdirSync(example).sort());
    expect(page.match(/^```\w/gm)).toHaveLength(blocks.size);
  });

  it.each([...blocks.keys()])('shows %s as it is built and run by the tests', (name) => {
    expect(blocks.get(name)).toBe(readFileSync(path.join(example, name), 'utf8'));
  });

  it('the example has the same versions of its packages as the product', () => {
    const versions = (file: string) => {
      const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
      return { ...manifest['dependencies'], ...manifest['devDependencies'] };
    };
    const { 'candor-client': tarball, ...others } = versions(path.join(example, 'package.json'));
    const { version } = JSON.parse(readFileSync(path.join(projectRoot, 'client/package.json'), 'utf8'));
    expect(tarball).toBe(`file:candor-client-${version}.tgz`);
    expect(versions(path.join(projectRoot, 'package.json'))).toMatchObject(others);
  });
});
