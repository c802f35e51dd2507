import { finder } from '../../app/finder/product.ts';
import { t } from '../../app/messages/index.ts';
import { noReports } from '../../client/core/batch/batch.ts';
import { fieldLabel, groupTitle } from '../../client/page/dialogs/field-texts.ts';
import { setOwnProduct } from '../../client/page/own-product.ts';
import { expect, test } from './support/fixtures.ts';
import { received } from './support/received.ts';

// Else its labels would not have the Finder's words.
setOwnProduct(finder);

test('fields past their last day stop by themselves: none is shown as shared, recorded or sent', {
  tag: '@long',
}, async ({ collector, launch }) => {
  const app = await launch({ collector: collector.url, env: { CANDOR_TODAY: '2031-01-01' } });
  const { consentPopup, page, whatIsShared } = app.window;
  const expired = [fieldLabel('context.os'), fieldLabel('context.cores')];
  await app.ask();
  await consentPopup.getByText(t('consent.see')).click();
  const example = whatIsShared.getByRole('region', { name: t('shared.example.title') });
  await expect(example).toContainText(finder.version);
  for (const label of [...expired, groupTitle('usage')]) await expect(example).not.toContainText(label);

  await whatIsShared.getByRole('button', { name: new RegExp(`^${t('shared.all-fields')}`) }).click();
  const all = whatIsShared.getByRole('table', { name: t('shared.all-fields') });
  await expect(all).toContainText(fieldLabel('context.version'));
  for (const label of [...expired, groupTitle('usage'), groupTitle('errors')])
    await expect(all).not.toContainText(label);
  await app.window.closeDialog(whatIsShared);

  await app.window.answer('Yes');
  await app.window.pressShortcut('go.processes');
  await app.window.clickToolbar('view.refresh');
  await app.window.chooseInMenu('help.what-is-shared');
  await expect(whatIsShared).toContainText(fieldLabel('envelope.installation'));
  for (const label of expired) await expect(whatIsShared).not.toContainText(label);
  await page.keyboard.press('Escape');
  const { installation } = await app.participation();
  await app.quit();

  const [batch, ...others] = await received(collector, installation);
  expect(others).toEqual([]);
  const { envelope, context, usage, dropped, ...reports } = batch ?? {};
  expect(envelope).toMatchObject({ installation, end: 'quit' });
  expect(context).toEqual({ product: finder.id, version: finder.version, packaged: 'no' });
  expect({ usage, dropped, reports }).toEqual({ usage: [], dropped: {}, reports: noReports });
});
