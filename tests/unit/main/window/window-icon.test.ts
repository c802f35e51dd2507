import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { windowIcon } from '../../../../main/window/windows.ts';
import { projectRoot } from '../../../../scripts/lib/paths.ts';
import config from '../../../../vite.main.config.ts';

afterEach(() => vi.unstubAllGlobals());

const PREFIX = 'data:image/png;base64,';

it('a window has the icon that packages have, where the system takes it from the window', () => {
  const url = JSON.parse(String(config.define?.['__ICON__'])) as string;
  expect(url.startsWith(PREFIX)).toBe(true);
  const icon = readFileSync(path.join(projectRoot, 'installer/icons/png/128x128.png'));
  expect(Buffer.from(url.slice(PREFIX.length), 'base64').equals(icon)).toBe(true);
  vi.stubGlobal('__ICON__', url);
  expect(windowIcon('linux', (given) => given)).toEqual({ icon: url });
  expect(windowIcon('win32', (given) => given)).toEqual({});
  expect(windowIcon('darwin', (given) => given)).toEqual({});
});
