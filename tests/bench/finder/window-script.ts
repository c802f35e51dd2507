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

/** Milliseconds until the frame after the one that painted what was found. */
export interface SearchTime {
  /** From Enter. */
  readonly enter: number;
  /** From the last letter. */
  readonly letter: number;
}

interface Typing {
  /** Letters at the end that are typed one by one; those before them are there at once. */
  readonly letters: number;
  /** Milliseconds from each of these letters to the next, and from the last to Enter. */
  readonly apart: number;
}

/**
 * Types a search and presses Enter; resolves to a {@link SearchTime}.
 * @param found code that tells whether what was found is in the page; `before` is the answer shown at the last letter,
 *   after which none of an earlier text comes
 */
const search = (text: string, { letters, apart }: Typing, found: string): string => `(async () => {
  const text = ${JSON.stringify(text)};
  const field = document.querySelector('[role="combobox"]');
  field.focus();
  const list = () => document.querySelector('main .object-list');
  const write = (typed) => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, typed);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const pause = () => new Promise((resolve) => setTimeout(resolve, ${apart}));
  for (let typed = text.length - ${letters - 1}; typed < text.length; typed++) {
    write(text.slice(0, typed));
    await pause();
  }
  const before = list()?.dataset.answer;
  const painted = async () => {
    const limit = performance.now() + 20000;
    while (!(${found})) {
      if (performance.now() > limit) throw new Error('nothing was found for ' + text);
      await new Promise(requestAnimationFrame);
    }
    await new Promise(requestAnimationFrame);
    return performance.now();
  };
  const letter = performance.now();
  write(text);
  const first = painted();
  await pause();
  const enter = performance.now();
  ${press('Enter')}
  return { enter: (await painted()) - enter, letter: (await first) - letter };
})()`;

/** Somebody who types fast: each letter may be asked about, and Enter comes as soon as another letter would. */
const typing: Typing = { letters: 6, apart: 100 };

const ANSWERED =
  "list()?.dataset.loading === 'false' && list().dataset.answer !== undefined && list().dataset.answer !== before";

/** A question about the past, typed. */
export const typePast = (text: string): string => search(text, typing, ANSWERED);

/** The same pasted, with Enter at once: nothing is asked by then. */
export const pastePast = (text: string): string => search(text, { letters: 1, apart: 0 }, ANSWERED);

/** A port by its bare number, which the field has found by itself when Enter comes: its row is selected and the detail names it. */
export const searchPort = (port: number): string =>
  search(
    String(port),
    { letters: 1, apart: 600 },
    `document.querySelector('main [role="row"][aria-selected="true"]')?.textContent.includes('${port}')`,
  );

/** Back to where no search is. */
export const showDevice = `(async () => {
  ${shortcut('D')}
  while (document.querySelector('main .object-list')) await new Promise(requestAnimationFrame);
  return true;
})()`;
