import type { BrowserWindow } from 'electron';
import { expect, it } from 'vitest';
import { PageDialogs } from '../../../../../client/main/pages/page-dialogs.ts';

const someWindow = () => ({ webContents: {} }) as BrowserWindow;

it('of what is not sent hear the pages that show it, and no others', () => {
  const pages = new PageDialogs();
  const windows = [someWindow(), someWindow(), someWindow()] as const;
  const [first, second] = windows;
  for (const window of windows) pages.begin(window);
  expect(pages.withUnsent(windows)).toEqual([]);
  pages.showUnsent(first, true);
  pages.showUnsent(second, true);
  pages.showUnsent(first, false);
  expect(pages.withUnsent(windows)).toEqual([second.webContents]);
  expect(pages.withUnsent([first])).toEqual([]);
});

it('a page that was loaded anew shows nothing yet', () => {
  const pages = new PageDialogs();
  const window = someWindow();
  expect(pages.has(window)).toBe(false);
  pages.begin(window);
  pages.showUnsent(window, true);
  pages.begin(window);
  expect(pages.has(window)).toBe(true);
  expect(pages.withUnsent([window])).toEqual([]);
});
