import { t } from '../../app/messages/index.ts';
import './failure.css';

/** Says that the window could not be started, without React and without anything that may be what has failed. */
export function showPlainFailure(page: Document): void {
  const main = page.createElement('main');
  main.className = 'failed-window';
  const failure = page.createElement('div');
  failure.className = 'failure';
  failure.setAttribute('role', 'alert');
  const title = page.createElement('h1');
  title.className = 'failure-title';
  title.textContent = t('errors.start.title');
  const text = page.createElement('p');
  text.textContent = t('errors.start.text');
  const button = page.createElement('button');
  button.className = 'ui-button';
  button.textContent = t('errors.reload');
  button.addEventListener('click', () => location.reload());
  failure.append(title, text, button);
  main.append(failure);
  page.body.replaceChildren(main);
  button.focus();
}
