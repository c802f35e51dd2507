import { MAX_QUERY } from '../../app/finder/asking.ts';
import { t } from '../../app/messages/index.ts';
import { MASK } from '../../app/text/mask.ts';
import { expectAccessible, picture } from './support/look.ts';
import { expect, test } from './support/search-page.ts';

const QUERY = 'process cpu>20% user:root (name:node OR -is:mine) during 24h | by user | show max(cpu) | limit 10';

// One app for all of them, in one worker.
test.describe.configure({ mode: 'default' });

test('a bare number opens the port that listens there, and its program is ended from it: three keys', async ({
  finder,
}) => {
  const { page } = finder;
  await page.keyboard.press('Control+k');
  await page.keyboard.type('3000');
  await page.keyboard.press('Enter');
  await expect(finder.focusedRow).toContainText('node');
  await expect(finder.view).toHaveText(t('command.go.ports'));
  await expect(finder.field).toHaveValue('port:3000');
  await page.keyboard.press('Delete');
  await expect(page.getByRole('alertdialog').or(page.getByRole('dialog'))).toContainText('node');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect(finder.view).toHaveText(t('command.go.this-device'));
  await expect(finder.field).toHaveValue('');
});

test('what is found stands below the field by type, and is chosen with the arrows', async ({ finder }) => {
  const { page } = finder;
  await finder.search('fire');
  await expect(finder.lines.first()).toContainText('firefox-esr');
  await expect(page.getByRole('group', { name: t('search.found.unit') })).toBeVisible();
  await picture(page, 'search-found-light');
  await expectAccessible(page);
  await expect(finder.field).not.toHaveAttribute('aria-activedescendant', /./);
  await page.keyboard.press('ArrowDown');
  const first = await finder.lines.first().getAttribute('id');
  await expect(finder.field).toHaveAttribute('aria-activedescendant', first ?? 'none');
  await page.keyboard.press('End');
  await expect(finder.lines.last()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(finder.focusedRow).toContainText('firefox-esr');
});

test('Escape closes the list, then clears the search, and leaves nothing open', async ({ finder }) => {
  const { page } = finder;
  await finder.search('node');
  await expect(finder.lines.first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(finder.lines).toHaveCount(0);
  await expect(finder.field).toHaveValue('node');
  await page.keyboard.press('Escape');
  await expect(finder.field).toHaveValue('');
  await expect(finder.lines).toHaveCount(0);
  await expect(finder.field).toBeFocused();
});

test('a field is completed, and nothing is taken that was not chosen', async ({ finder }) => {
  const { page } = finder;
  await finder.search('process us');
  await expect(finder.lines.first()).toContainText('user');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await expect(finder.field).toHaveValue('process user:');
  await expect(finder.lines.filter({ hasText: 'postgres' })).toBeVisible();
  await page.keyboard.type('post');
  await page.keyboard.press('Enter');
  // What was typed is what is looked for: no line was chosen.
  await expect(finder.field).toHaveValue('process user:post');
  await expect(finder.focusedRow).toContainText('postgres');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+z');
  await expect(finder.field).not.toHaveValue('process user:post');
});

test('a letter is completed where it stands before its key goes up', async ({ finder }) => {
  const { page } = finder;
  await finder.search('process us');
  await expect(finder.lines.first()).toContainText('user');
  await page.keyboard.down('e');
  await page.keyboard.down('r');
  await page.keyboard.down(':');
  await expect(finder.field).toHaveValue('process user:');
  await expect(finder.lines.filter({ hasText: 'postgres' })).toBeVisible();
  await expect(page.locator('.search-wrong')).toHaveCount(0);
});

test('what is wrong is underlined, and mended by Enter', async ({ finder }) => {
  const { page } = finder;
  await finder.search('process cpuu>20% ');
  await expect(page.locator('.search-wrong')).toHaveText('cpuu');
  await expect(finder.field).toHaveAttribute('aria-invalid', 'true');
  await picture(page, 'search-wrong-light');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(finder.field).toHaveValue('process cpu>20% ');
  await expect(page.locator('.search-wrong')).toHaveCount(0);
  // Two mistakes: with the first one mended the second is told, though the caret stands in it.
  await finder.search('process cpuu>20% usr:root');
  await page.keyboard.press('Enter');
  await expect(finder.field).toHaveValue('process cpu>20% usr:root');
  await expect(page.locator('.search-wrong')).toHaveText('usr');
  await page.keyboard.press('Enter');
  await expect(finder.field).toHaveValue('process cpu>20% user:root');
  // What is still being typed is not wrong yet.
  await finder.search('process cpu>');
  await expect(page.locator('.search-wrong')).toHaveCount(0);
});

test('pills are text, marked and removed by Backspace, and edited by F2', async ({ finder }) => {
  const { page } = finder;
  await finder.search('process cpu>20% ');
  await expect(page.locator('.search-pill')).toHaveText(['process', 'cpu>20%']);
  await page.keyboard.press('Backspace');
  expect(await finder.marked()).toBe('cpu>20% ');
  await page.keyboard.press('Backspace');
  await expect(finder.field).toHaveValue('process ');
  await page.keyboard.press('Control+z');
  await expect(finder.field).toHaveValue('process cpu>20% ');
  await page.keyboard.press('End');
  await page.keyboard.press('F2');
  expect(await finder.marked()).toBe('20%');
  // The pills stand behind their letters.
  const pill = await page.locator('.search-pill').last().boundingBox();
  const box = await finder.field.boundingBox();
  expect(pill && box && pill.y >= box.y && pill.y + pill.height <= box.y + box.height).toBe(true);
});

test('a query of another language is rewritten where one sees it', async ({ finder }) => {
  await finder.search('Processes | where CPU > 20 | order by Memory desc');
  await expect(finder.page.locator('.search-message')).toContainText('process cpu>20 | sort memory desc');
  await finder.page.keyboard.press('Enter');
  await expect(finder.field).toHaveValue('process cpu>20 | sort memory desc');
});

test('more than a search can have is left out, and that is said', async ({ finder }) => {
  await finder.page.keyboard.press('Control+k');
  await finder.page.keyboard.insertText('x'.repeat(MAX_QUERY + 900));
  expect((await finder.field.inputValue()).length).toBe(MAX_QUERY);
  await expect(finder.page.locator('.search-message')).toBeVisible();
});

test('searches are remembered, proposed in an empty field, and forgotten when asked', async ({ finder }) => {
  const { page } = finder;
  await finder.search('process user:root');
  await page.keyboard.press('Enter');
  await expect(finder.focusedRow).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Delete');
  await page.keyboard.press('ArrowDown');
  await expect(finder.lines.first()).toHaveText(/process user:root/);
  await picture(page, 'search-recent-light');
  await page.keyboard.press('Enter');
  await expect(finder.field).toHaveValue('process user:root');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Delete');
  await page.keyboard.press('ArrowDown');
  await finder.lines.filter({ hasText: t('search.clear-recent') }).click();
  await expect.poll(() => finder.asked('settings.change')).toContainEqual({ recentSearches: [] });
});

test('text and builder follow each other', async ({ finder }) => {
  const { page, builder } = finder;
  await finder.search(QUERY);
  await page.keyboard.press('Control+b');
  await expect(builder.getByLabel(t('builder.retrieve'), { exact: true }).last()).toBeFocused();
  await expectAccessible(page);
  await picture(page, 'search-builder-light');
  const value = builder.getByRole('textbox').first();
  await expect(value).toHaveValue('20%');
  await value.fill('30%');
  await expect(finder.field).toHaveValue(QUERY.replace('20%', '30%'));
  await value.fill('much');
  await expect(builder.locator('.search-error').first()).toBeVisible();
  await expect(builder.getByRole('button', { name: t('builder.run'), exact: true })).toBeDisabled();
  await value.fill('5%');
  await value.press('Enter');
  await expect(builder).toBeHidden();
  await expect(finder.field).toHaveValue(QUERY.replace('20%', '5%'));
  await page.keyboard.press('Control+b');
  await finder.field.fill('port:3000');
  await expect(builder.getByRole('combobox').first()).toHaveValue('port');
  await page.keyboard.press('Control+b');
  await expect(builder).toBeHidden();
});

test('a question about the past says where one is in time and what is not known of it', async ({ finder }) => {
  const { page } = finder;
  await finder.search('process during 1h');
  await page.keyboard.press('Enter');
  await expect(page.locator('.path-when')).toBeVisible();
  await expect(page.locator('.path-note[data-warn]')).toContainText('10 min');
  // Without another word it is about programs, and threads of the kernel are none.
  const text = 'process -is:kernel during 1h';
  expect(await finder.asked('finder.ask')).toContainEqual({ ask: 'query', text, type: 'process' });
  await picture(page, 'search-past-light');
  await expectAccessible(page);
});

test('says that the engine does not answer until it does, and what was set aside until that is seen', async ({
  finder,
}) => {
  const { page } = finder;
  await finder.tell('finder.engine', { state: 'stalled' });
  await expect(page.getByRole('alert')).toHaveText(t('engine.stalled'));
  await finder.tell('finder.engine', { state: 'running' });
  await expect(page.getByText(t('engine.stalled'))).toHaveCount(0);
  await expect(page.getByText(t('engine.back'))).toBeVisible();
  await finder.tell('finder.engine', { state: 'stopped' });
  await picture(page, 'engine-stopped-light');
  await page.getByRole('button', { name: t('engine.start-again') }).click();
  expect((await finder.asked('finder.refresh')).length).toBe(1);
  await finder.tell('finder.engine', { state: 'running' });
  await finder.tell('finder.set-aside', { files: ['2026-11-28.duckdb'] });
  await expect(page.getByText('2026-11-28.duckdb')).toBeVisible();
  await page
    .getByRole('alert')
    .getByRole('button', { name: t('common.close') })
    .click();
  await expect(page.getByText('2026-11-28.duckdb')).toHaveCount(0);
  await finder.tell('finder.sources', [{ source: 'disks', failure: 'missing', since: 0 }]);
  await expect(page.locator('.path-note', { hasText: t('place.unread.one', { count: 1 }) })).toBeVisible();
});

test('the menus open by their letters, which are underlined while Alt is held', async ({ finder }) => {
  const { page } = finder;
  await page.keyboard.down('Alt');
  await expect(page.locator('.menu-letter[data-hinted="true"]').first()).toHaveText('F');
  await page.keyboard.press('v');
  await page.keyboard.up('Alt');
  await expect(page.getByRole('menu', { name: t('menu.view') })).toBeVisible();
  await page.keyboard.press('Escape');
});

test('a narrow window keeps the field, the builder and the list', async ({ finder }) => {
  const { page } = finder;
  await finder.resize(800, 600);
  await finder.search(QUERY);
  await page.keyboard.press('Control+b');
  await picture(page, 'search-builder-narrow-light');
  const box = await finder.builder.boundingBox();
  expect(box && box.x >= 0 && box.x + box.width <= 800 && box.y + box.height <= 600).toBe(true);
  // Nothing in it stands out sideways.
  expect(await finder.builder.locator('.builder-parts').evaluate((el) => el.scrollWidth <= el.clientWidth)).toBe(true);
  await page.keyboard.press('Escape');
  await page.emulateMedia({ colorScheme: 'dark' });
  await finder.search('fire');
  await expect(finder.lines.first()).toBeVisible();
  await picture(page, 'search-found-dark');
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
  await picture(page, 'search-found-forced-colours');
});

test('Copy on This Device says what was copied, with labels, wherever the focus is', async ({ finder }) => {
  const { page } = finder;
  const facts = page.getByRole('note');
  const lastCopied = async () => JSON.stringify((await finder.asked('clipboard.copy')).at(-1) ?? null);
  const labelled = `${t('fact.host-name')}\\tatelier-07`;
  await facts.first().waitFor();
  for (const place of [page.getByRole('main').getByRole('heading', { level: 2 }).first(), facts.nth(1)]) {
    await place.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    await expect.poll(lastCopied).toContain(labelled);
    await expect(page.locator('.shell-notice')).toHaveText(/\d/);
    await page.reload();
    await facts.first().waitFor();
  }
});

test('where names are masked a search shows none of its values to who only looks', async ({ finder }) => {
  const { page } = finder;
  await page.keyboard.press('Control+Shift+h');
  await finder.search('process user:marta');
  await page.keyboard.press('Enter');
  await expect(finder.focusedRow).toBeVisible();
  await expect(finder.field).toHaveValue(`process user:${MASK}`);
  await picture(page, 'search-masked-light');
  await page.keyboard.press('Control+k');
  await expect(finder.field).toHaveValue('process user:marta');
  expect(await finder.marked()).toBe('process user:marta');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('search')).not.toContainText('marta');
});

test('in a window of less room the detail pane gives way first, then the sidebar becomes icons, and the list stays', async ({
  finder,
}) => {
  const { page } = finder;
  const detail = page.getByRole('complementary', { name: t('shell.detail') });
  const sidebar = page.getByRole('navigation', { name: t('shell.sidebar') });
  await finder.search('process');
  await page.keyboard.press('Enter');
  for (const [width, withDetail, withNames] of [
    [1024, true, true],
    [900, false, true],
    [660, false, false],
  ] as const) {
    await finder.resize(width, 700);
    await expect(detail).toBeVisible({ visible: withDetail });
    await expect(sidebar).toBeVisible();
    await expect.poll(async () => ((await sidebar.boundingBox())?.width ?? 0) > 100).toBe(withNames);
    await expect(page.locator('[data-heading="memory"]')).toBeInViewport({ ratio: 1 });
  }
});
