import { parseArgs } from 'node:util';
import { type Given, SettingsError } from '../config/given.ts';
import type { OptionSpec } from '../config/option.ts';
import { type OptionName, optionNames, options, type Settings } from '../config/options.ts';
import { readSettings, type SettingsSources } from '../config/settings.ts';
import { messageOf } from '../message-of.ts';

/** What a command is called with. */
export interface Call<N extends OptionName> {
  readonly settings: Pick<Settings, N>;
  /** As many as the command names. */
  readonly parameters: readonly string[];
}

/** Resolves to the exit code: 0 done, or so already; 1 it cannot be done, which is said. */
export type Run<N extends OptionName> = (call: Call<N>) => Promise<number>;

/** What an operator can ask of a collector; the help and the reading of calls come from it. */
export interface Command {
  /** "products add". */
  readonly name: string;
  /** Placeholders of what has to follow the name, in order. */
  readonly parameters: readonly string[];
  /** A sentence without its full stop. */
  readonly does: string;
  readonly options: readonly OptionName[];
  /** Whole calls, without the name of the program, each with what it is for. */
  readonly examples: readonly { readonly call: string; readonly does: string }[];
  readonly run: Run<OptionName>;
}

/** Ties what a command is run with to the options that it names. Its code is loaded when it is called. */
export function command<const N extends OptionName>(
  declared: Omit<Command, 'options' | 'run' | 'parameters'> & {
    readonly parameters?: readonly string[];
    readonly options: readonly N[];
    readonly load: () => Promise<Run<N>>;
  },
): Command {
  const { load, parameters = [], ...rest } = declared;
  return { ...rest, parameters, run: async (call) => await (await load())(call) };
}

/** A command that does one thing and says so. `task` throws Error with one sentence when it cannot. */
export function asRun<N extends OptionName = never>(
  task: (call: Call<'data' | N>) => Promise<string>,
): Run<'data' | N> {
  return async (call) => {
    console.log(await task(call));
    return 0;
  };
}

/** A call that was understood; `help` where it asks for that. */
export type Understood =
  | { readonly kind: 'run'; readonly command: Command; readonly call: Call<OptionName> }
  | { readonly kind: 'help'; readonly command: Command | undefined }
  | { readonly kind: 'version' };

/**
 * Finds out what is asked for.
 * @param args of the command line. Without the name of a command the first one of `commands` is meant.
 * @throws SettingsError with what is not understood.
 */
export function understand(
  args: readonly string[],
  commands: readonly Command[],
  sources: Omit<SettingsSources, 'flags'>,
): Understood {
  const { values, positionals } = parse(args);
  if (values['version'] === true) return { kind: 'version' };
  const named = commandOf(positionals, commands);
  if (values['help'] === true) return { kind: 'help', command: named?.command };
  if (!named) throw new SettingsError(`${positionals.join(' ')} is no command`);
  const { command, parameters } = named;
  if (parameters.length !== command.parameters.length) {
    const expected = [command.name, ...command.parameters].join(' ');
    throw new SettingsError(`${positionals.join(' ')} is no command: did you mean ${expected}?`);
  }
  const flags = new Map<OptionName, Given>();
  for (const name of optionNames) {
    const value = values[name];
    if (value === undefined) continue;
    if (!command.options.includes(name)) throw new SettingsError(`--${name} is no option of ${command.name}`);
    flags.set(name, { text: String(value), place: `--${name}` });
  }
  const settings = readSettings(command.options, { ...sources, flags }) as Settings;
  return { kind: 'run', command, call: { settings, parameters } };
}

interface Parsed {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
}

function parse(args: readonly string[]): Parsed {
  const known = optionNames.map((name) => {
    const { placeholder }: OptionSpec = options[name];
    return [name, { type: placeholder === undefined ? ('boolean' as const) : ('string' as const) }] as const;
  });
  const always = { help: { type: 'boolean', short: 'h' }, version: { type: 'boolean' } } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      allowNegative: true,
      options: { ...Object.fromEntries(known), ...always },
    });
  } catch (error) {
    throw new SettingsError(messageOf(error), { cause: error });
  }
}

/** The command with the longest name that the call begins with. */
function commandOf(positionals: readonly string[], commands: readonly Command[]) {
  const [first] = commands;
  if (positionals.length === 0) return first && { command: first, parameters: [] };
  const isOf = ({ name }: Command) => name.split(' ').every((word, at) => positionals[at] === word);
  const [command] = commands.filter(isOf).sort((a, b) => b.name.length - a.name.length);
  return command && { command, parameters: positionals.slice(command.name.split(' ').length) };
}
