import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { finder } from '../../../app/finder/product.ts';
import { t } from '../../../app/messages/index.ts';
import type { FinderApp } from '../../e2e/support/finder-app.ts';
import { expect } from '../../e2e/support/fixtures.ts';
import { MARKER } from '../../support/marker.ts';

/** Starts a program that is there to be ended, and whose file has the marker for a name. */
function startVictim(folder: string): ChildProcess {
  const file = path.join(folder, `${MARKER}-victim`);
  if (!existsSync(file)) copyFileSync('/bin/sleep', file);
  return spawn(file, ['600'], { stdio: 'ignore' });
}

/** Commands on a marked process: its folder, where to look next, and its end, asked for and by force. */
export async function workOnMarked(app: FinderApp, folder: string): Promise<void> {
  const { window } = app;
  const { page } = window;
  const dialog = page.getByRole('dialog');
  const opened = await app.electron.evaluateHandle(({ shell }) => {
    const paths: string[] = [];
    shell.showItemInFolder = (file) => void paths.push(file);
    return paths;
  });
  for (const command of ['object.end', 'object.force-end'] as const) {
    const victim = startVictim(folder);
    try {
      const ended = once(victim, 'exit');
      await window.pressShortcut('go.processes');
      await window.search(`process pid:${victim.pid} ${MARKER}`);
      const row = window.rows.filter({ hasText: `${victim.pid}` }).first();
      await row.click();
      await window.chooseInMenu('object.open-folder');
      await expect.poll(() => opened.evaluate((paths) => paths.at(-1))).toContain(MARKER);
      await window.chooseInMenu('object.investigate');
      await expect(dialog).toContainText(MARKER);
      await dialog.getByRole('menuitem').filter({ hasText: MARKER }).first().click();
      await expect(window.searchField).toHaveValue(new RegExp(MARKER));
      await window.pressShortcut('go.processes');
      await window.search(`process pid:${victim.pid} ${MARKER}`);
      await row.click();
      await window.chooseInMenu(command);
      await expect(dialog).toContainText(MARKER);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await ended;
      await dialog.waitFor({ state: 'hidden' });
    } finally {
      victim.kill('SIGKILL');
    }
  }
}

/** The marker in the builder, in what is not recorded, and in the history, which goes on without a window and is cleared. */
export async function keepMarked(app: FinderApp): Promise<void> {
  const { window } = app;
  const { page } = window;
  await window.pressShortcut('go.processes');
  await window.search('process name:x');
  await window.pressShortcut('go.builder');
  const value = page.locator('.builder').getByRole('textbox').first();
  await value.fill(MARKER);
  await value.press('Enter');
  await expect(window.searchField).toHaveValue(new RegExp(MARKER));

  await window.pressShortcut('file.settings');
  const { settings, clearHistory } = window;
  const keep = settings.getByRole('checkbox', { name: t('settings.keep', { product: finder.name }) });
  await keep.focus();
  await page.keyboard.press('Space');
  await expect(keep).toBeChecked();
  const name = settings.getByRole('textbox', { name: t('settings.excluded.name') });
  await name.fill(MARKER);
  await page.keyboard.press('Enter');
  await expect(settings.getByRole('listitem').filter({ hasText: MARKER })).toBeVisible();
  await settings.getByRole('button', { name: t('settings.excluded.remove', { name: MARKER }) }).click();
  // Off again: a quit must end the app.
  await keep.focus();
  await page.keyboard.press('Space');
  await expect(keep).not.toBeChecked();
  await settings.getByRole('button', { name: t('command.file.clear-history') }).click();
  await clearHistory.getByRole('radio', { name: t('clear.all') }).check({ force: true });
  await clearHistory.getByRole('button', { name: t('clear.confirm') }).click();
  await expect(clearHistory.getByText(t('clear.done.all'))).toBeVisible();
  await page.keyboard.press('Enter');
  await clearHistory.waitFor({ state: 'hidden' });
  if (await settings.isVisible()) await window.closeDialog(settings);
  await window.pressShortcut('go.this-device');
  await window.deviceFacts.first().waitFor();
}

/** Saves a report that has the marked processes, under a name with the marker. */
export async function reportMarked(app: FinderApp, folder: string): Promise<void> {
  const file = path.join(folder, `${MARKER}-report.txt`);
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  const { window } = app;
  await window.pressShortcut('file.save-report');
  const processes = window.saveReport.getByRole('checkbox', { name: t('report.processes') });
  if (!(await processes.isChecked())) await processes.check({ force: true });
  await window.saveReport.getByRole('button', { name: t('report.save') }).click();
  await window.saveReport.waitFor({ state: 'hidden' });
  await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8'), 'the control').toContain(MARKER);
}
