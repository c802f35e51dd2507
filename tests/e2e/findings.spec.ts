import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../scripts/lib/paths.ts';
import { runCommand } from '../../scripts/lib/run-command.ts';
import { answerOf, show, test } from './support/dashboard.ts';
import { FIRST_DAY, LAST_DAY } from './support/filled-collector.ts';
import { expect } from './support/fixtures.ts';
import { expectAccessible, picture } from './support/look.ts';

test.describe.configure({ mode: 'default' });

test('rules that are published stand with how many they would have met, what few would, and what is not told', async ({
  browsing,
}) => {
  const { page, collector, errors } = browsing;
  const before = errors.length;
  // Filters of other pages stay in the address, and are not for rules.
  await show(browsing, `/findings?from=${FIRST_DAY}&to=${LAST_DAY}&version=1.1.0`);
  const { rows } = await answerOf(collector, 'findings');
  const [first] = rows;
  expect(rows.map(({ installations }) => installations === null)).toEqual([false, true, true]);
  await expect(page.locator('.lead').first()).toHaveText(
    `“One search looks through everything at once” would have met most: ${first?.['installations']} installations.`,
  );
  const search = page.getByRole('row', { name: /^One search/ });
  await expect(search).toContainText(
    'When in one session the number of uses of Search is 2 or more and Product version is before 1.1.0.',
  );
  await expect(search).toContainText('Suggested: Search.');
  await expect(search.getByRole('cell', { name: `${first?.['installations']}`, exact: true })).toHaveCount(1);
  await expect(page.getByRole('row', { name: /^The dark theme/ })).toContainText('History does not tell');
  await expect(page.getByRole('row', { name: /^There is room/ })).toContainText('–');
  await expect(page.getByRole('region', { name: 'What the figures are about' })).toHaveText(
    /^Sessions of all products received .+\.$/,
  );
  expect(errors.slice(before)).toEqual([]);
});

test('a product that an address makes up is none to write rules for, and leads nowhere else', async ({ browsing }) => {
  const { page, requests } = browsing;
  const before = requests.length;
  await show(browsing, `/findings?from=${FIRST_DAY}&to=${LAST_DAY}&product=..%2Faudit`);
  const editor = page.getByRole('region', { name: 'Try a rule' });
  await expect(editor.getByRole('group', { name: 'Condition 1' })).toBeVisible();
  const paths = requests.slice(before).map((address) => new URL(address).pathname);
  expect(paths).toContain('/v1/products/candor-finder');
  expect(paths).not.toContain('/v1/audit');
});

test('a rule is written by the keyboard, tried on history, and copied as the command line takes it', async ({
  browsing,
}) => {
  const { page, collector } = browsing;
  await show(browsing, `/findings?from=${FIRST_DAY}&to=${LAST_DAY}`);
  const editor = page.getByRole('region', { name: 'Try a rule' });
  const one = editor.getByRole('group', { name: 'Condition 1' });
  await one.getByLabel('Of what').selectOption('go.search');
  await one.getByLabel('Value', { exact: true }).focus();
  await page.keyboard.type('many');
  await page.keyboard.press('Enter');
  await expect(one.getByRole('alert')).toHaveText('Expected: a whole number from 1 to 4294967295.');
  await expect(one.getByLabel('Value', { exact: true })).toBeFocused();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('2');
  await expect(one.getByRole('alert')).toHaveCount(0);
  await editor.getByRole('button', { name: 'Add a condition' }).press('Enter');
  const two = editor.getByRole('group', { name: 'Condition 2' });
  await two.getByLabel('What it is about').selectOption('Product version');
  await two.getByLabel('How it compares').selectOption('below');
  await two.getByLabel('Value', { exact: true }).fill('1.1.0');
  await page.keyboard.press('Enter');
  const [published] = (await answerOf(collector, 'findings')).rows;
  // The same conditions as those of the published rule: the same figure.
  await expect(editor.locator('.lead')).toContainText(
    `Would have met ${published?.['installations']} installations in `,
  );
  await expect(editor.getByRole('button', { name: 'Copy the rule' })).toBeDisabled();
  await editor.getByLabel('ID', { exact: true }).fill('search-in-one-place');
  await editor.getByLabel('Text in English').fill('One search looks through everything at once.');
  await editor.getByLabel('Text in Italian').fill('Una sola ricerca guarda dappertutto insieme.');
  await editor.getByLabel('What helps').selectOption('Search');
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: async (text: string) => void Object.assign(window, { copiedRule: text }) },
    });
  });
  await editor.getByRole('button', { name: 'Copy the rule' }).press('Enter');
  await expect(editor.getByRole('status')).toHaveText('Copied.');
  const copied = await page.evaluate(() => (window as unknown as { copiedRule: string }).copiedRule);
  const file = path.join(collector.folder, 'rules.json');
  const head = { product: 'candor-finder', serial: 1, issued: '2026-12-01', expires: '2027-05-01' };
  writeFileSync(file, JSON.stringify({ ...head, rules: [JSON.parse(copied)] }));
  const args = ['collector/cli.ts', 'rules', 'check', file];
  expect(await runCommand(process.execPath, args, { cwd: projectRoot })).toMatchObject({ code: 0 });
  await page.setViewportSize({ width: 1280, height: 1500 });
  await expectAccessible(page);
  await picture(page, 'board-rule-tried');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 400, height: 2600 });
  await page.getByLabel('Language', { exact: true }).selectOption('Italiano');
  await expect(page.getByRole('heading', { name: 'Prova una regola' })).toBeVisible();
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
  await picture(page, 'board-rule-tried-narrow-dark-it');
  await page.getByLabel('Lingua', { exact: true }).selectOption('English');
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize({ width: 1280, height: 900 });
  await show(browsing, '/administration');
  const tried = page.getByRole('row', { name: /tried a rule/ }).first();
  await expect(tried).toContainText(`candor-finder ${FIRST_DAY}..${LAST_DAY} [{"field":"usage.command"`);
});

test('a viewer sees the rules, and no editor', async ({ browsing }) => {
  const { page, collector } = browsing;
  const viewer = await collector.tokens.create({ name: 'a-viewer', role: 'viewer', use: 'bearer' });
  await page.context().clearCookies();
  const logIn = async (token: string) => {
    await page.goto(new URL('/login?next=/findings', collector.url).href);
    await page.getByLabel('Token').fill(token);
    await page.getByRole('button', { name: 'Log in' }).click();
    await expect(page.getByRole('row', { name: /^One search/ })).toBeVisible();
  };
  await logIn(viewer);
  await expect(page.getByRole('link', { name: 'CSV' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Try a rule' })).toHaveCount(0);
  await page.context().clearCookies();
  await logIn(collector.token);
  await expect(page.getByRole('region', { name: 'Try a rule' })).toBeVisible();
});
