import type { PolicyReading } from './policy-document.ts';
import type { RunProcess } from './run-process.ts';

/** The folders of the key, from one that every Windows has: whether a key is missing can be told only from its parent. */
const ROOT = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies';

/** The full name of a key below that of all policies. */
export const policyKey = (steps: readonly string[]) => [ROOT, ...steps].join('\\');

/** Registry names, compared without regard to case as Windows does, and the policy's own. */
const NAMES: Readonly<Record<string, string>> = {
  participation: 'participation',
  customerid: 'customerId',
  licenceid: 'licenceId',
  collector: 'collector',
};

/** Levels as administrative templates write them: the place in their list. */
const NUMBERED_LEVELS = ['off', 'standard', 'enhanced'];

interface Value {
  readonly name: string;
  readonly type: string;
  readonly data: string;
}

interface Listing {
  /** Values of the key itself, not of keys below it. */
  readonly values: readonly Value[];
  /** Full names of all other keys listed, in upper case. */
  readonly keys: readonly string[];
}

/**
 * Reads what `reg query KEY` prints, with or without `/s`. Keys stand at the start of a line, values are indented; between
 * the parts of a value stand four spaces, or tabs in older versions. Only the types (`REG_SZ`) and the root's name are the
 * same in every language of Windows; the unnamed value's name is not, and it is nobody's value here.
 */
export function parseRegQuery(output: string, key: string): Listing {
  const wanted = key.toUpperCase();
  const values: Value[] = [];
  const keys: string[] = [];
  // With no key named yet, values are the queried key's.
  let current = wanted;
  for (const line of output.split(/\r?\n/)) {
    if (/^HKEY_/i.test(line)) {
      current = line.trim().toUpperCase();
      if (current !== wanted) keys.push(current);
      continue;
    }
    const [, name, type, data = ''] = /^\s+(\S.*?)\s+(REG_[A-Z0-9_]+)(?:\s+(.*))?$/.exec(line) ?? [];
    if (name && type && current === wanted) values.push({ name, type, data: data.trim() });
  }
  return { values, keys };
}

/** The policy's fields among the values of its key; `undefined` when none of them is there. */
export function policyFields(values: readonly Value[]): Record<string, unknown> | undefined {
  const fields: Record<string, unknown> = {};
  for (const { name, type, data } of values) {
    const field = NAMES[name.toLowerCase()];
    if (field) fields[field] = fieldValue(field, type, data);
  }
  return Object.keys(fields).length === 0 ? undefined : fields;
}

/** A value of another type becomes `null`, which no field allows. */
function fieldValue(field: string, type: string, data: string): string | null {
  if (type === 'REG_SZ' || type === 'REG_EXPAND_SZ') return field === 'participation' ? data.toLowerCase() : data;
  if (type !== 'REG_DWORD' || field !== 'participation' || !/^0x[0-9a-f]{1,8}$/i.test(data)) return null;
  return NUMBERED_LEVELS[Number(data)] ?? null;
}

/**
 * Reads the policy from the registry, where only administrators can write. `reg` answers a missing key and one that may
 * not be read with the same exit code and a sentence in the system's language; so each key is looked for in the list of
 * its parent. A key without any value of ours is what group policy leaves behind: no policy.
 * @param system folder of `reg.exe`: never the first of that name on the user's path.
 * @param steps the key's folders, below that of all policies.
 */
export async function readRegistryPolicy(
  run: RunProcess,
  system: string,
  steps: readonly string[],
): Promise<PolicyReading> {
  const reg = `${system}\\reg.exe`;
  let key = ROOT;
  for (const step of steps) {
    const parent = await run(reg, ['query', key]);
    if (parent.exitCode !== 0) return { status: 'damaged', problem: 'the registry cannot be read' };
    const child = `${key}\\${step}`;
    if (!parseRegQuery(parent.output, key).keys.includes(child.toUpperCase())) return { status: 'none' };
    key = child;
  }
  const { exitCode, output } = await run(reg, ['query', key, '/s']);
  if (exitCode !== 0) return { status: 'damaged', problem: 'it may not be read' };
  const fields = policyFields(parseRegQuery(output, key).values);
  return fields ? { status: 'read', fields, trusted: true } : { status: 'none' };
}
