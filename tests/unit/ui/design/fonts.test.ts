import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../../../..');
const css = readFileSync(path.join(root, 'ui/design/fonts.css'), 'utf8');
const files = [...css.matchAll(/url\('(@fontsource-variable\/inter\/[^']+)'\)/g)].map(([, file]) => file ?? '');

describe('the face of the texts', () => {
  it('is one that the app carries, on Linux alone: a bare one has only DejaVu', () => {
    expect(files).toHaveLength(2);
    for (const file of files) expect(existsSync(path.join(root, 'node_modules', file))).toBe(true);
    const chosen = [...css.matchAll(/([^{}]+)\{\s*--font:\s*'Inter Variable'/g)].map(([, selector]) =>
      selector?.trim(),
    );
    expect(chosen).toEqual([":root[data-platform='linux']"]);
  });

  it('is loaded for the letters of European languages, and no others', () => {
    const ranges = [...css.matchAll(/unicode-range:([^;]+);/g)].map(([, range]) => range ?? '');
    expect(ranges).toHaveLength(2);
    expect(ranges.join()).toContain('U+0000-00FF');
    expect(ranges.join()).not.toMatch(/U\+0(?:4|37)/);
  });
});
