import type { ForeignToken } from './rewrite-scanner.ts';

/** Goes through the pieces of a step. */
export class Tokens {
  readonly #tokens: readonly ForeignToken[];
  #at = 0;

  constructor(tokens: readonly ForeignToken[]) {
    this.#tokens = tokens;
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  peek(ahead = 0): ForeignToken | null {
    return this.#tokens[this.#at + ahead] ?? null;
  }

  next(): ForeignToken | null {
    const token = this.peek();
    this.#at += 1;
    return token;
  }

  /** The next piece if it is a name. */
  name(): string | null {
    return this.peek()?.kind === 'name' ? (this.next()?.text ?? null) : null;
  }

  /** The next piece if it is a number, with its unit. */
  number(): string | null {
    return this.peek()?.kind === 'number' ? (this.next()?.text ?? null) : null;
  }

  /** Takes the next piece if it is that sign. */
  sign(text: string): boolean {
    const token = this.peek();
    if (token?.kind !== 'sign' || token.text !== text) return false;
    this.#at += 1;
    return true;
  }

  /** Takes the next piece if it is that word, in any case of letters. */
  takes(word: string): boolean {
    const token = this.peek();
    if (token?.kind !== 'name' || token.text.toLowerCase() !== word) return false;
    this.#at += 1;
    return true;
  }
}

const tables: readonly (readonly [string, string])[] = [
  ['connection', 'connection'],
  ['network', 'connection'],
  ['port', 'port'],
  ['process', 'process'],
  ['execution', 'process'],
  ['binar', 'process'],
  ['service', 'unit'],
  ['unit', 'unit'],
  ['device', 'device'],
];

/** Our type for a table: `DeviceProcessEvents` and `execution.events` are processes. */
export function foreignType(table: string): string | null {
  const small = table.toLowerCase();
  return tables.find(([part]) => small.includes(part))?.[1] ?? null;
}

/** Columns of Microsoft's tables of devices and of Nexthink's, where ours has another name. */
const columns: Readonly<Record<string, string>> = {
  processid: 'pid',
  processcommandline: 'command',
  commandline: 'command',
  filename: 'name',
  processname: 'name',
  accountname: 'user',
  username: 'user',
  folderpath: 'path',
  remoteip: 'remote',
  remoteport: 'remote-port',
  localip: 'address',
  localport: 'port',
  initiatingprocessfilename: 'parent',
  initiatingprocessid: 'ppid',
  parentprocessname: 'parent',
  cpuusage: 'cpu',
  memoryusage: 'memory',
  starttime: 'started',
  processcreationtime: 'started',
  timestamp: 'time',
  timegenerated: 'time',
  count_: 'count()',
};

/** Our field for a column: the last part of its name, in small letters. */
export function foreignField(column: string): string {
  const small = (column.split('.').at(-1) ?? '').toLowerCase();
  const known = Object.hasOwn(columns, small) ? columns[small] : undefined;
  // "max_Cpu" is what KQL calls the column of max(Cpu).
  return known ?? small.replace(/^(sum|avg|min|max)_(\w+)$/, '$1($2)');
}
