import { valuedOptions } from '../../app/finder/interpreters.ts';

/** Programs that run another one: what they run says more than they do. */
const interpreters =
  /^(?:node(?:js)?|deno|bun|python[\d.]*|pypy[\d.]*|ruby[\d.]*|perl[\d.]*|php[\d.]*|java|dotnet|mono|bash|dash|zsh|fish|sh|lua[\d.]*|Rscript|electron|npm|npx|uv|pipx)(?:\.exe)?$/i;

/** Files of which every project has one: only with their folder are they told apart. */
const everyday =
  /^(?:\d+|(?:index|main|server|app|start|run|cli|worker|manage|__main__|__init__|setup|wsgi|bin)\.?\w*)$/i;

/** Options of interpreters that are followed by what is run. */
const runs = new Set(['-m', '-jar', '-c', '-e', '--eval', 'run', 'exec']);

/** Programs that run the one that is named behind their options. */
const wrappers =
  /^(?:timeout|nice|ionice|nohup|setsid|stdbuf|taskset|chrt|env|time|sudo|doas|runuser|xvfb-run|strace|ltrace|unshare|watch)$/;

/** Their options that are followed by a word which is not the program. */
const wrapperOptions: ReadonlySet<string> = new Set(['-u', '-g', '-n', '-c', '-s', '-k', '-e', '-o', '-C', '-p']);

/** How long, on which processors, with what in the environment. */
const settingOfWrapper = /^(?:[\d.,-]+[smhd]?|0x[\da-f]+|\w+=.*)$/i;

const bareNumber = /^\d+$/;

const none: ReadonlySet<string> = new Set();

/** Characters of what is shown beside a name. */
const MAX_LENGTH = 48;

/**
 * What tells a process from others of its name: the script that it runs, its first argument or its kind. Empty when its
 * command line says nothing more than its name.
 */
export function tellingArgument(commandLine: string, name: string): string {
  const [program = '', ...words] = wordsOf(commandLine);
  const isInterpreter = interpreters.test(baseName(program)) || interpreters.test(name);
  const type = words.find((word) => word.startsWith('--type='))?.slice('--type='.length);
  // The helpers of browsers and Electron apps have dozens of options, of which this one says what they are for.
  if (type) return cut(type);
  const module = isInterpreter ? afterOption(baseName(program), words) : undefined;
  if (module) return cut(module);
  if (wrappers.test(baseName(program))) {
    const run = words.find(
      (word, at) => !word.startsWith('-') && !settingOfWrapper.test(word) && !wrapperOptions.has(words[at - 1] ?? ''),
    );
    if (run) return cut(shortPath(run));
  }
  // What repeats the name, such as a folder of its settings, tells nothing.
  const said = new Set([name.toLowerCase(), ...name.toLowerCase().split(/\s+/)]);
  const tells = (text: string) => text !== '' && !said.has(text.toLowerCase());
  const valued = isInterpreter ? optionsOf(baseName(program), name) : none;
  const plain = (word: string, at: number) => !word.startsWith('-') && !valued.has(words[at - 1] ?? '');
  // A number behind an option is what that one is set to: it says something only where there is no other word.
  const set = (word: string, at: number) => bareNumber.test(word) && (words[at - 1] ?? '').startsWith('-');
  const telling = (fits: (word: string, at: number) => boolean) => words.filter(fits).map(shortPath).find(tells);
  return cut(
    telling((word, at) => plain(word, at) && !set(word, at)) ??
      telling(plain) ??
      words.find((word) => word.startsWith('-') && !word.includes('/')) ??
      '',
  );
}

/** A command line whose program stands without its folder, which would take the room of what it was told to do. */
export function withoutFolder(commandLine: string): string {
  const [whole = '', quoted, bare = ''] = /^(?:"([^"]+)"|(\S+))/.exec(commandLine) ?? [];
  return `${baseName(quoted ?? bare)}${commandLine.slice(whole.length)}`;
}

/** A process may have another name than its program. */
function optionsOf(program: string, name: string): ReadonlySet<string> {
  const valued = valuedOptions(program);
  return valued.size > 0 ? valued : valuedOptions(name);
}

/** Programs whose `-c` and `-e` are followed by a text of theirs; what a shell is given begins with the program's name. */
const shells = /^(?:bash|dash|zsh|fish|sh|npm|npx)$/;

/** `-m http.server` is the module, `-jar app.jar` the archive, `-c "…"` the beginning of a program. */
function afterOption(program: string, words: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    // A program's text of PHP, and what Ruby and Node load before theirs.
    const isCode = /^-(?:c|e|-eval)$/.test(word) || (word === '-r' && program.startsWith('php'));
    if (isCode && !shells.test(program)) return words.slice(index + 1).join(' ');
    if (runs.has(word)) return shortPath(words[index + 1] ?? '');
    if (!word.startsWith('-')) return undefined;
  }
  return undefined;
}

/** The last name of a path, with its folder where many files are called so. */
function shortPath(word: string): string {
  if (!/[\\/]/.test(word) || /\s/.test(word)) return word;
  const parts = word.split(/[\\/]+/).filter(Boolean);
  const last = parts.at(-1) ?? word;
  const folder = parts.at(-2);
  return everyday.test(last) && folder ? `${folder}/${last}` : last;
}

function baseName(program: string): string {
  return program.split(/[\\/]/).at(-1) ?? program;
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length > MAX_LENGTH ? `${characters.slice(0, MAX_LENGTH - 1).join('')}…` : text;
}

/** Words of a command line; what stands in quotation marks is one. */
function wordsOf(commandLine: string): string[] {
  return [...commandLine.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}

/**
 * Names that more than one row has had. It only grows: a name that was told apart once stays so, and rows need not be
 * drawn anew because another of their name came and went.
 */
export class SharedNames {
  readonly #shared = new Set<string>();
  #rows: readonly { readonly [property: string]: unknown }[] | undefined;

  /** Looks at rows as they are now; says how many names are shared. */
  take(rows: readonly { readonly [property: string]: unknown }[]): number {
    if (rows === this.#rows) return this.#shared.size;
    this.#rows = rows;
    const seen = new Set<string>();
    for (const { name } of rows) {
      if (typeof name !== 'string') continue;
      if (seen.has(name)) this.#shared.add(name);
      seen.add(name);
    }
    return this.#shared.size;
  }

  has(name: string): boolean {
    return this.#shared.has(name);
  }
}
