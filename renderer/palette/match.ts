import { type Command, commands } from '../../app/commands/catalogue.ts';
import { t } from '../../app/messages/index.ts';

/** A command as the palette lists it. */
export interface PaletteItem {
  readonly command: Command;
  readonly title: string;
  readonly menu: string;
}

/** Every command that makes sense in the palette, in menu order. */
export function paletteItems(): readonly PaletteItem[] {
  return commands
    .filter((command) => !command.hiddenInPalette)
    .map((command) => ({ command, title: t(`command.${command.id}`), menu: t(`menu.${command.menu}`) }));
}

/**
 * The items that fit what was typed, best first. Each typed word must begin a word of the title or of the menu's
 * name, or at least have its letters in the title in order; what fits the title's own words better stands higher.
 * With nothing typed, the commands used last in this window come first.
 */
export function matchItems(
  items: readonly PaletteItem[],
  query: string,
  recent: readonly string[],
): readonly PaletteItem[] {
  const words = query.replaceAll("'", '’').toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return items
    .map((item) => ({ item, score: scoreOf(item, words), recency: recent.indexOf(item.command.id) }))
    .filter(({ score }) => score !== undefined)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0) || lateness(a.recency) - lateness(b.recency))
    .map(({ item }) => item);
}

function lateness(recency: number): number {
  return recency < 0 ? Number.MAX_SAFE_INTEGER : recency;
}

function scoreOf({ title, menu }: PaletteItem, words: readonly string[]): number | undefined {
  // "Zoom" is a command of its own, not just the beginning of "Zoom In".
  let total = title.toLocaleLowerCase() === words.join(' ') ? 1 : 0;
  for (const word of words) {
    const score = wordScore(word, title.toLocaleLowerCase(), menu.toLocaleLowerCase());
    if (score === undefined) return undefined;
    total += score;
  }
  return total;
}

function wordScore(word: string, title: string, menu: string): number | undefined {
  if (title.startsWith(word)) return 4;
  if (beginsWord(word, title)) return 3;
  if (menu.startsWith(word)) return 2;
  if (title.includes(word)) return 1;
  return word.length > 1 && isSubsequence(word, title) ? 0 : undefined;
}

function beginsWord(word: string, text: string): boolean {
  return text.split(/[\s’-]+/).some((part) => part.startsWith(word));
}

/** Whether the letters of `word` stand in `text` in their order, with others between: "cpb" fits "compact rows b…". */
function isSubsequence(word: string, text: string): boolean {
  let from = 0;
  for (const letter of word) {
    const at = text.indexOf(letter, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}
