/** Code that the benchmark runs in the Finder's page, as texts: what a person does with the keyboard, and when it is seen. */

const press = (key: string, more = '') =>
  `(document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true, cancelable: true, ${more} }));`;

/** A shortcut of the Finder with Control and Shift. */
const shortcut = (letter: string) => press(letter, `code: 'Key${letter}', ctrlKey: true, shiftKey: true`);

const ROW = 'main [role="row"][data-key]';

/** Goes to the list of processes; resolves when its rows are there. */
export const showProcesses = `(async () => {
  ${shortcut('E')}
  while (!document.querySelector('${ROW}')) await new Promise(requestAnimationFrame);
  return true;
})()`;

/**
 * Types a search and presses Enter; resolves to the milliseconds from there until the frame in which what was found is
 * painted.
 * @param settle milliseconds between the last letter and Enter, in which the field finds what the text may mean
 * @param found code that tells whether what was found is in the page; `before` is what {@link answerNow} was
 */
const search = (text: string, settle: number, found: string): string => `(async () => {
  const field = document.querySelector('[role="combobox"]');
  field.focus();
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, ${JSON.stringify(text)});
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise((resolve) => setTimeout(resolve, ${settle}));
  const list = () => document.querySelector('main .object-list');
  const before = list()?.dataset.answer;
  const began = performance.now();
  ${press('Enter')}
  while (!(${found})) {
    if (performance.now() > began + 20000) throw new Error('nothing was found for ' + ${JSON.stringify(text)});
    await new Promise(requestAnimationFrame);
  }
  await new Promise(requestAnimationFrame);
  return performance.now() - began;
})()`;

/** Milliseconds from the last letter to Enter of somebody who types fast: a letter is drawn by then, and nothing is asked yet. */
const ENTER_MS = 100;

/** A question about the past. Enter comes before the field would ask by itself. */
export const searchPast = (text: string): string =>
  search(
    text,
    ENTER_MS,
    `list()?.dataset.loading === 'false' && list().dataset.answer !== undefined && list().dataset.answer !== before`,
  );

/** A port by its bare number: its row is selected and the detail names it. */
export const searchPort = (port: number): string =>
  search(
    String(port),
    600,
    `document.querySelector('main [role="row"][aria-selected="true"]')?.textContent.includes('${port}')`,
  );

/** Back to where no search is. */
export const showDevice = `(async () => {
  ${shortcut('D')}
  while (document.querySelector('main .object-list')) await new Promise(requestAnimationFrame);
  return true;
})()`;
