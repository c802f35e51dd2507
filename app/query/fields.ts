import type { Flag, ObjectType } from './query.ts';

/** How a value is read, compared and shown. `moment` is UTC milliseconds, `duration` milliseconds, `rate` bytes a second. */
export type FieldKind = 'text' | 'integer' | 'percent' | 'bytes' | 'rate' | 'duration' | 'moment' | 'choice' | 'yes-no';

export interface Field {
  /** The word that stands for it in a query. */
  readonly id: string;
  /** Property of the rows; the same in live rows and in those of the history. */
  readonly property: string;
  readonly kind: FieldKind;
  /** Further words that mean it. */
  readonly aliases?: readonly string[];
  /** Values of a choice, as they stand in queries. */
  readonly choices?: readonly string[];
  /** Plain words are looked for in it. */
  readonly searched?: true;
  /** Names the computer, a person, or an address: Redact masks it. */
  readonly sensitive?: true;
  /** Known of the past alone (`history`), or of the present alone (`now`); without it of both. */
  readonly only?: 'history' | 'now';
}

const life = [
  { id: 'first', property: 'first', kind: 'moment', only: 'history' },
  { id: 'last', property: 'last', kind: 'moment', only: 'history' },
] as const satisfies readonly Field[];

/**
 * Every field of every type: the one list behind queries, completion, columns and their titles (`column.<type>.<id>` in
 * the message catalogue).
 */
export const fields = {
  process: [
    { id: 'name', property: 'name', kind: 'text', searched: true },
    { id: 'pid', property: 'pid', kind: 'integer', searched: true },
    { id: 'user', property: 'user', kind: 'text', searched: true, sensitive: true, aliases: ['owner', 'account'] },
    { id: 'cpu', property: 'cpu', kind: 'percent' },
    { id: 'memory', property: 'memory', kind: 'bytes', aliases: ['mem', 'ram', 'rss'] },
    { id: 'read', property: 'read', kind: 'rate' },
    { id: 'written', property: 'written', kind: 'rate', aliases: ['write'] },
    { id: 'threads', property: 'threads', kind: 'integer' },
    {
      id: 'state',
      property: 'state',
      kind: 'choice',
      choices: ['running', 'sleeping', 'waiting', 'stopped', 'zombie', 'idle', 'unknown'],
      only: 'now',
    },
    { id: 'started', property: 'started', kind: 'moment', aliases: ['start'] },
    { id: 'path', property: 'path', kind: 'text', searched: true, aliases: ['exe', 'file', 'folder'] },
    { id: 'command', property: 'commandLine', kind: 'text', searched: true, aliases: ['cmd', 'args', 'cmdline'] },
    { id: 'parent', property: 'parentName', kind: 'text', searched: true },
    { id: 'ppid', property: 'parentPid', kind: 'integer' },
    { id: 'unit', property: 'unit', kind: 'text', aliases: ['service', 'cgroup'] },
    { id: 'app', property: 'app', kind: 'text' },
    { id: 'peak', property: 'peak', kind: 'percent', only: 'history' },
    { id: 'memory-peak', property: 'memoryPeak', kind: 'bytes', only: 'history' },
    /** Time lived within the range asked about. */
    { id: 'lived', property: 'lived', kind: 'duration', only: 'history' },
    { id: 'duration', property: 'duration', kind: 'duration', only: 'history' },
    { id: 'ended', property: 'ended', kind: 'moment', only: 'history', aliases: ['end'] },
    { id: 'exit', property: 'exit', kind: 'integer', only: 'history', aliases: ['code', 'status'] },
    ...life,
  ],
  port: [
    { id: 'port', property: 'port', kind: 'integer', searched: true },
    { id: 'protocol', property: 'protocol', kind: 'choice', choices: ['tcp', 'udp'], aliases: ['proto'] },
    { id: 'address', property: 'address', kind: 'text', sensitive: true, aliases: ['ip'] },
    { id: 'program', property: 'program', kind: 'text', searched: true, aliases: ['name', 'process'] },
    { id: 'pid', property: 'pid', kind: 'integer' },
    { id: 'user', property: 'user', kind: 'text', searched: true, sensitive: true, aliases: ['owner', 'account'] },
    { id: 'unit', property: 'unit', kind: 'text', searched: true, aliases: ['service', 'cgroup'] },
    { id: 'since', property: 'since', kind: 'moment' },
    ...life,
  ],
  connection: [
    { id: 'program', property: 'program', kind: 'text', searched: true, aliases: ['name', 'process'] },
    { id: 'remote', property: 'remoteAddress', kind: 'text', searched: true, sensitive: true, aliases: ['to', 'ip'] },
    { id: 'remote-port', property: 'remotePort', kind: 'integer', searched: true, aliases: ['rport'] },
    { id: 'port', property: 'port', kind: 'integer', searched: true, aliases: ['lport'] },
    { id: 'address', property: 'address', kind: 'text', sensitive: true },
    { id: 'protocol', property: 'protocol', kind: 'choice', choices: ['tcp', 'udp'], aliases: ['proto'] },
    {
      id: 'state',
      property: 'state',
      kind: 'choice',
      choices: ['established', 'opening', 'closing', 'time-wait', 'close-wait', 'listening', 'unknown'],
      only: 'now',
    },
    { id: 'direction', property: 'direction', kind: 'choice', choices: ['in', 'out'] },
    { id: 'pid', property: 'pid', kind: 'integer' },
    { id: 'user', property: 'user', kind: 'text', searched: true, sensitive: true, aliases: ['owner', 'account'] },
    { id: 'unit', property: 'unit', kind: 'text', aliases: ['service', 'cgroup'] },
    { id: 'since', property: 'since', kind: 'moment' },
    ...life,
  ],
  unit: [
    { id: 'name', property: 'name', kind: 'text', searched: true },
    {
      id: 'kind',
      property: 'kind',
      kind: 'choice',
      choices: ['service', 'app', 'session', 'container', 'group', 'other'],
    },
    { id: 'user', property: 'user', kind: 'text', searched: true, sensitive: true, aliases: ['owner', 'account'] },
    { id: 'processes', property: 'processes', kind: 'integer' },
    { id: 'cpu', property: 'cpu', kind: 'percent' },
    { id: 'memory', property: 'memory', kind: 'bytes', aliases: ['mem', 'ram'] },
    { id: 'read', property: 'read', kind: 'rate' },
    { id: 'written', property: 'written', kind: 'rate', aliases: ['write'] },
    { id: 'cpu-pressure', property: 'cpuPressure', kind: 'percent', only: 'now' },
    { id: 'memory-pressure', property: 'memoryPressure', kind: 'percent', only: 'now' },
    { id: 'io-pressure', property: 'ioPressure', kind: 'percent', only: 'now' },
    { id: 'since', property: 'since', kind: 'moment' },
    ...life,
  ],
  /** This computer as a whole; of the past a row for each minute. */
  device: [
    { id: 'time', property: 'time', kind: 'moment' },
    { id: 'cpu', property: 'cpu', kind: 'percent' },
    { id: 'memory', property: 'memory', kind: 'bytes', aliases: ['mem', 'ram'] },
    { id: 'read', property: 'read', kind: 'rate' },
    { id: 'written', property: 'written', kind: 'rate', aliases: ['write'] },
    { id: 'received', property: 'received', kind: 'rate' },
    { id: 'sent', property: 'sent', kind: 'rate' },
    { id: 'processes', property: 'processes', kind: 'integer' },
  ],
} as const satisfies Readonly<Record<ObjectType, readonly Field[]>>;

type FieldOf<T extends ObjectType> = (typeof fields)[T][number]['id'];
/** `<type>.<field>` of every field. */
export type FieldKey = { [T in ObjectType]: `${T}.${FieldOf<T>}` }[ObjectType];

/** The `is:` words that fit a type. */
export const flagsOf: Readonly<Record<ObjectType, readonly Flag[]>> = {
  process: ['new', 'gone', 'changed', 'deleted', 'rare', 'mine', 'kernel', 'app'],
  port: ['new', 'gone', 'rare', 'listening'],
  connection: ['new', 'gone', 'rare'],
  unit: ['new', 'gone', 'app'],
  device: [],
};

/** The field of a type by its word or one of its aliases, in any case of letters. */
export function findField(type: ObjectType, word: string): Field | undefined {
  const wanted = word.toLowerCase();
  const list: readonly Field[] = fields[type];
  return list.find(({ id }) => id === wanted) ?? list.find(({ aliases }) => aliases?.includes(wanted));
}
