import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

it('lets the pointer through to what lies under it', () => {
  const css = readFileSync(path.resolve(import.meta.dirname, '../../../../ui/design/components.css'), 'utf8');
  const rule = /\.ui-tooltip \{([^}]*)\}/.exec(css)?.[1];
  expect(rule).toContain('pointer-events: none;');
});
