import { parseDocument } from 'yaml';
import { z } from 'zod';
import { messageOf } from '../message-of.ts';
import { type Given, SettingsError } from './given.ts';
import type { OptionSpec } from './option.ts';
import { type OptionName, options } from './options.ts';

/** The options are a flat list of scalars; whatever one of them means is read as on the command line. */
const content = z.record(z.string(), z.unknown()).nullable();
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/**
 * Reads a configuration file: YAML, and so JSON as well, whose keys are the names of options.
 * @param faults gets what is wrong with single keys.
 * @throws SettingsError when it cannot be read or is no such file.
 */
export function readConfigFile(
  { text: file, place }: Given,
  readFile: (file: string) => string,
  faults: string[],
): Map<OptionName, Given> {
  const document = parseDocument(readOrSay());
  const [error] = document.errors;
  if (error) throw new SettingsError(`${file}: ${error.message.split('\n')[0]?.replace(/:$/, '')}`);
  const read = content.safeParse(document.toJS());
  if (!read.success) throw new SettingsError(`${file} must be a list of options, such as "port: 7391"`);
  const found = new Map<OptionName, Given>();
  for (const [key, value] of Object.entries(read.data ?? {})) {
    const spec = Object.hasOwn(options, key) ? (options[key as OptionName] as OptionSpec) : undefined;
    const given = scalar.safeParse(value);
    const where = `${key} in ${file}`;
    if (!spec || spec.isOfCall || key === 'config') faults.push(`${where} is no option that a file can set`);
    else if (!given.success) faults.push(`${where} must be a text, a number, true or false`);
    else found.set(key as OptionName, { text: given.data, place: where });
  }
  return found;

  function readOrSay(): string {
    try {
      return readFile(file);
    } catch (cause) {
      throw new SettingsError(`${file}, which ${place} names, cannot be read: ${messageOf(cause)}`, { cause });
    }
  }
}
