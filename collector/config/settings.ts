import { readConfigFile } from './config-file.ts';
import { type Given, SettingsError } from './given.ts';
import { environmentName, type OptionSpec } from './option.ts';
import { type OptionName, options, type Settings } from './options.ts';

export interface SettingsSources {
  /** Of the command line. */
  readonly flags: ReadonlyMap<OptionName, Given>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The text of a file. @throws as `fs` does. */
  readonly readFile: (file: string) => string;
}

/**
 * The settings of a command. What the command line says counts more than the environment, that more than the
 * configuration file, and that more than the default. A variable that is empty is none.
 * @param names the options that the command has.
 * @throws SettingsError with everything that is wrong, also in what another place outranks.
 */
export function readSettings<N extends OptionName>(names: readonly N[], sources: SettingsSources): Pick<Settings, N> {
  const faults: string[] = [];
  const fromEnvironment = variablesOf(names, sources.environment);
  const file = names.some((name) => name === 'config')
    ? (sources.flags.get('config') ?? fromEnvironment.get('config'))
    : undefined;
  const fromFile = file ? readConfigFile(file, sources.readFile, faults) : new Map<OptionName, Given>();
  const settings: Partial<Record<OptionName, unknown>> = {};
  for (const name of names) {
    const spec: OptionSpec = options[name];
    const places = [sources.flags, fromEnvironment, fromFile].flatMap((place) => place.get(name) ?? []);
    const [first] = places.map((given) => readValue(spec, given, faults));
    if (places.length === 0 && spec.isRequired) faults.push(`--${name} is missing`);
    const otherwise = spec.default === undefined ? undefined : spec.value.parse(spec.default);
    settings[name] = places.length > 0 ? first : otherwise;
  }
  // What the command does not use has to be right all the same: one file serves all of them.
  for (const [name, given] of fromFile) if (!names.some((own) => own === name)) readValue(options[name], given, faults);
  if (faults.length > 0) throw new SettingsError(faults.join('\n'));
  return settings as Pick<Settings, N>;
}

/** Names of variables that look like settings of a collector and are none; somebody has mistyped them. */
export function unknownVariables(environment: SettingsSources['environment']): string[] {
  const known = new Set([...Object.keys(options).map(environmentName), ...OTHERS]);
  return Object.keys(environment).filter((name) => name.startsWith(environmentName('')) && !known.has(name));
}

/** Where an app finds its collector: a variable of its own, on a computer that has both. */
const OTHERS = ['CANDOR_COLLECTOR_URL'];

function variablesOf(names: readonly OptionName[], environment: SettingsSources['environment']) {
  return new Map(
    names.flatMap((name) => {
      const place = environmentName(name);
      const text = environment[place];
      const spec: OptionSpec = options[name];
      return text && !spec.isOfCall ? [[name, { text, place }] as const] : [];
    }),
  );
}

function readValue(spec: OptionSpec, { text, place }: Given, faults: string[]): unknown {
  const read = spec.value.safeParse(text);
  if (read.success) return read.data;
  const why = read.error.issues[0]?.message ?? 'is not understood';
  faults.push(spec.isSecret ? `${place} ${why}` : `${place} ${why}, not ${JSON.stringify(text)}`);
  return undefined;
}
