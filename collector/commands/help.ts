import { environmentName, type OptionSpec } from '../config/option.ts';
import { type OptionName, optionNames, options } from '../config/options.ts';
import type { Command } from './command.ts';

export const PROGRAM = 'candor-collector';

const WIDTH = 100;
const MARGIN = 2;

const PLACES =
  `An option can also be given by the environment (--tls-cert as ${environmentName('tls-cert')}) or in the file that ` +
  '--config names (tls-cert: …). The command line counts most, then the environment, then the file.';

/** How the collector is called, or one of its commands. */
export function helpOf(commands: readonly Command[], only?: Command): string {
  const shown = only ? [only] : commands;
  const names = optionNames.filter((name) => shown.some((command) => command.options.includes(name)));
  const examples = shown.flatMap((command) => command.examples);
  return [
    ...shown.map(synopsisOf),
    '',
    ...(only ? [`${only.does}.`, ''] : [...table(commands.map(({ name, does }) => [name, does])), '']),
    ...table(names.map((name) => [`--${flagOf(name)}`, `${options[name].help}${unlessGiven(name)}`])),
    '',
    ...(only ? [] : [`${PROGRAM} COMMAND --help says more of one command.`]),
    ...wrap(PLACES, WIDTH),
    ...(examples.length > 0 ? ['', 'Examples:'] : []),
    ...examples.flatMap(({ call, does }) => [`  ${PROGRAM} ${call}`, `      ${does}`]),
  ].join('\n');
}

/** One line: how a command is called. */
export function synopsisOf({ name, parameters, options: own }: Command): string {
  const required = own.filter(isRequired).map((option) => `--${flagOf(option)}`);
  const others = own.length > required.length ? ['[OPTION…]'] : [];
  return [PROGRAM, name, ...parameters, ...required, ...others].join(' ');
}

/** "port NUMBER". */
export function flagOf(name: OptionName): string {
  const { placeholder }: OptionSpec = options[name];
  return placeholder === undefined ? name : `${name} ${placeholder}`;
}

/** What holds when an option is not given; empty where nothing is to be said of it. */
export function defaultOf(name: OptionName): string {
  const { isRequired: required, unlessGiven: said, default: value }: OptionSpec = options[name];
  return required ? 'required' : (said ?? value ?? '');
}

function isRequired(name: OptionName): boolean {
  return (options[name] as OptionSpec).isRequired === true;
}

function unlessGiven(name: OptionName): string {
  const { isOfCall, placeholder }: OptionSpec = options[name];
  const value = defaultOf(name);
  if (value === '' || value === 'required' || isOfCall || placeholder === undefined) return '';
  return ` (${value} unless given)`;
}

/** Two columns; the second is wrapped. */
function table(rows: readonly (readonly [string, string])[]): string[] {
  const first = Math.max(...rows.map(([name]) => name.length)) + MARGIN;
  return rows.flatMap(([name, said]) =>
    wrap(said, WIDTH - first - MARGIN).map(
      (line, at) => ' '.repeat(MARGIN) + (at === 0 ? name : '').padEnd(first) + line,
    ),
  );
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
