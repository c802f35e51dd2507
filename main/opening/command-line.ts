import { ownWords, print, setTerminalLanguage } from 'candor-client/main';
import { z } from 'zod/mini';
import { MAX_QUERY } from '../../app/finder/asking.ts';
import { finder } from '../../app/finder/product.ts';
import { t } from '../../app/messages/index.ts';

/** Started at login, without a window. */
export const BACKGROUND = '--background';
const HELP = ['--help', '-h'];

/** What the app is asked for by whoever starts it. */
const launchSchema = z.strictObject({
  background: z.boolean(),
  /** The search to open on; `null` for none. */
  query: z.nullable(z.string().check(z.minLength(1), z.maxLength(MAX_QUERY))),
});
export type Launch = z.infer<typeof launchSchema>;

type CommandLine =
  | { readonly kind: 'launch'; readonly launch: Launch }
  | { readonly kind: 'help' }
  /** The search is longer than any may be. */
  | { readonly kind: 'too-long' };

/** C0 and C1, among them the ends of lines: a search is one line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]+/g;

/** Halves of a character, which the system hands over where a word is no text. */
const LONE = /\p{Surrogate}/gu;

/**
 * Reads what the app was started with. All words that are no switches are one search, so that it needs no quotes where
 * the shell needs none; after a `--` every word belongs to it. Other switches are Chromium's.
 * @param argv Node's `process.argv`.
 * @param packaged the app's own words begin after the program; else after the folder of the app.
 */
export function readCommandLine(argv: readonly string[], packaged: boolean): CommandLine {
  const words = ownWords(argv, packaged);
  const { switches, others } = sorted(words);
  if (switches.some((word) => HELP.includes(word))) return { kind: 'help' };
  const query = others.join(' ').replace(LONE, '\ufffd').replace(CONTROL, ' ').trim();
  if (query.length > MAX_QUERY) return { kind: 'too-long' };
  return { kind: 'launch', launch: { background: switches.includes(BACKGROUND), query: query || null } };
}

/** The words before a `--` that begin with a hyphen, and all others. */
function sorted(words: readonly string[]): { readonly switches: string[]; readonly others: string[] } {
  const end = words.includes('--') ? words.indexOf('--') : words.length;
  const before = words.slice(0, end);
  const isSwitch = (word: string) => word.startsWith('-');
  return {
    switches: before.filter(isSwitch),
    others: [...before.filter((word) => !isSwitch(word)), ...words.slice(end + 1)],
  };
}

/** What a second launch has said of itself. It may be anybody's, so that what is no launch asks for a window alone. */
export function readLaunch(data: unknown): Launch {
  const read = launchSchema.safeParse(data);
  return read.success ? read.data : { background: false, query: null };
}

/**
 * What the app is launched with again for somebody who has launched it while it ended: as it was itself, but for what it
 * was asked then. @returns words after the program.
 */
export function relaunchWords(argv: readonly string[], packaged: boolean, { query }: Launch): string[] {
  const words = ownWords(argv, packaged);
  const runtime = argv.slice(1, argv.length - words.length);
  const switches = sorted(words).switches.filter((word) => word !== BACKGROUND);
  return [...runtime, ...switches, ...(query === null ? [] : ['--', query])];
}

/** EX_USAGE of sysexits.h. */
const USAGE_ERROR = 64;

/**
 * Reads the command line of this process; one that only wants to be told how it is used, or cannot be followed, is
 * answered on the terminal and ends the process. To be awaited before anything else.
 */
export async function followCommandLine(
  argv: readonly string[],
  packaged: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Launch> {
  const line = readCommandLine(argv, packaged);
  if (line.kind === 'launch') return line.launch;
  setTerminalLanguage(environment);
  const usage = usageText();
  if (line.kind === 'help') process.exit((await print(process.stdout, `${usage}\n`)) ? 0 : 1);
  await print(process.stderr, `${t('terminal.too-long', { most: String(MAX_QUERY) })}\n${usage}\n`);
  process.exit(USAGE_ERROR);
}

/** How the app is used from a terminal, in the language of the terminal. */
function usageText(): string {
  const switches = ['background', 'diagnose', 'policy', 'help'] as const;
  const width = Math.max(...switches.map((name) => name.length));
  return [
    t('terminal.usage', { program: finder.id }),
    '',
    t('terminal.opens', { product: finder.name, example: `${finder.id} "port:3000"` }),
    t('terminal.running'),
    '',
    ...switches.map((name) => `  --${name.padEnd(width)}  ${t(`terminal.${name}`)}`),
    '',
    t('terminal.words'),
  ].join('\n');
}
