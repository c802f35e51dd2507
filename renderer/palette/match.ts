import { type Command, type CommandId, commands } from '../../app/commands/catalogue.ts';
import { finder } from '../../app/finder/product.ts';
import { aliasesOf, t } from '../../app/messages/index.ts';

/** A command as the palette lists it. */
export interface PaletteItem {
  readonly command: Command;
  readonly title: string;
  readonly menu: string;
  /** Other words for it, the likeliest first; they are searched and not shown. */
  readonly aliases: readonly string[];
  /** Why it cannot be used now, as people read it; `null` when it can. */
  readonly reason: string | null;
}

/** Words of the product's own name: in a title they say nothing about what the command does. */
const ofProduct = new Set(wordsOf(folded(finder.name)));

/**
 * Every command that makes sense in the palette, in menu order: those that can be used now, and those that could be if
 * something was selected, so that whoever looks for them learns that.
 * @param selected whether anything is
 */
export function paletteItems(disabled: ReadonlySet<CommandId>, selected: boolean): readonly PaletteItem[] {
  return commands.flatMap((command): PaletteItem[] => {
    const reason = disabled.has(command.id) ? reasonOf(command, selected) : null;
    if (command.hiddenInPalette || reason === undefined) return [];
    return [
      {
        command,
        title: t(`command.${command.id}`),
        menu: t(`menu.${command.menu}`),
        aliases: aliasesOf(command.id),
        reason,
      },
    ];
  });
}

/** What a command waits for; `undefined` where that is nothing that people could do from here. */
function reasonOf({ id, menu }: Command, selected: boolean): string | undefined {
  if (id === 'object.end' || id === 'object.force-end') return t('end.none');
  return menu === 'object' && !selected ? t('object.none') : undefined;
}

/** Commands that are remembered as used last. */
const REMEMBERED = 5;

/** The commands used last, the latest first, after one more was used. */
export function withRecent(recent: readonly CommandId[], command: CommandId): readonly CommandId[] {
  return [command, ...recent.filter((id) => id !== command)].slice(0, REMEMBERED);
}

/** How well a typed word fits, the best first; a command's score is the sum over all that was typed. */
const fit = {
  beginsTitle: 60,
  beginsWord: 50,
  beginsAlias: 40,
  beginsMenu: 30,
  insideTitle: 20,
  insideAlias: 10,
  initials: 1,
} as const;

/**
 * The items that fit what was typed, best first, and after them those that cannot be used now; without a word nobody
 * looks for these. Each typed word must begin a word of the title, of an alias or of the
 * menu's name, or stand inside of one, or be made of beginnings of the title's words ("cr": Compact Rows). With nothing
 * typed, the commands used last come first, else they do among equals.
 */
export function matchItems(
  items: readonly PaletteItem[],
  query: string,
  recent: readonly string[],
): readonly PaletteItem[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  return items
    .filter(({ reason }) => reason === null || words.length > 0)
    .map((item) => ({ item, score: scoreOf(item, words), recency: recent.indexOf(item.command.id) }))
    .filter(({ score }) => score !== undefined)
    .sort(
      (a, b) =>
        Number(a.item.reason !== null) - Number(b.item.reason !== null) ||
        (b.score ?? 0) - (a.score ?? 0) ||
        lateness(a.recency) - lateness(b.recency),
    )
    .map(({ item }) => item);
}

function lateness(recency: number): number {
  return recency < 0 ? Number.MAX_SAFE_INTEGER : recency;
}

/** In small letters without accents, with one kind of apostrophe: "densita" is "Densità". */
function folded(text: string): string {
  return text.replaceAll("'", '’').normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}

function scoreOf(item: PaletteItem, words: readonly string[]): number | undefined {
  const title = folded(item.title);
  const menu = folded(item.menu);
  const aliases = item.aliases.map(folded);
  // "Zoom" is a command of its own, not just the beginning of "Zoom In".
  let total = title === words.join(' ') ? 1 : 0;
  for (const word of words) {
    const score = wordScore(word, title, menu, aliases);
    if (score === undefined) return undefined;
    total += score;
  }
  return total;
}

function wordScore(word: string, title: string, menu: string, aliases: readonly string[]): number | undefined {
  if (title.startsWith(word)) return fit.beginsTitle;
  if (wordsOf(title).some((part) => part.startsWith(word) && !ofProduct.has(part))) return fit.beginsWord;
  const alias = aliases.findIndex((text) => wordsOf(text).some((part) => part.startsWith(word)));
  // The likelier the word stands for it, the better; always better than the next kind of fit.
  if (alias >= 0) return fit.beginsAlias - Math.min(alias, 9);
  if (menu.startsWith(word)) return fit.beginsMenu;
  if (title.includes(word)) return fit.insideTitle;
  if (word.length > 2 && aliases.some((text) => text.includes(word))) return fit.insideAlias;
  return word.length > 1 && isOfBeginnings(word, wordsOf(title)) ? fit.initials : undefined;
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[\s’-]+/);
}

/** Whether a word is put together from beginnings of some words in their order, each at least one letter. */
function isOfBeginnings(word: string, parts: readonly string[]): boolean {
  if (word === '') return true;
  const [part, ...further] = parts;
  if (part === undefined) return false;
  for (let length = shared(word, part); length > 0; length--) {
    if (isOfBeginnings(word.slice(length), further)) return true;
  }
  return isOfBeginnings(word, further);
}

function shared(word: string, part: string): number {
  let length = 0;
  while (length < word.length && word[length] === part[length]) length++;
  return length;
}
