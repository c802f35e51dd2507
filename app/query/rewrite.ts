import { type ForeignToken, scanForeign } from './rewrite-scanner.ts';
import { Unrewritable, WhereReader } from './rewrite-where.ts';
import { foreignField, foreignType, Tokens } from './rewrite-words.ts';

/** What begins a step there and none here. */
const foreignStep =
  /\|\s*(?:where|filter|summarize|order\s+by|sort\s+by|take|top|project(?:-\w+)?|distinct|list)(?![\w:])|\bduring\s+past\s/i;

/**
 * Writes a text in the manner of KQL or NQL in this language: `Process | where Cpu > 20 | summarize count() by Name`.
 * `null` when it is none, or says what cannot be said here; then it is read as it is, and what is wrong with it is told.
 * Read about: Kusto Query Language (learn.microsoft.com/kusto), Nexthink Query Language (docs.nexthink.com).
 */
export function rewriteForeign(text: string): string | null {
  if (!isForeign(text)) return null;
  const tokens = scanForeign(text);
  if (tokens === null) return null;
  try {
    return rewrite(text, tokens);
  } catch (error) {
    if (error instanceof Unrewritable) return null;
    throw error;
  }
}

/** What stands between quotes is looked for, and begins no step. */
function isForeign(text: string): boolean {
  return foreignStep.test(text.replaceAll(/["“”„‟＂][^"“”„‟＂]*(?:["“”„‟＂]|$)/g, '""'));
}

function rewrite(text: string, tokens: readonly ForeignToken[]): string | null {
  const [source, ...stages] = split(tokens);
  const pipe = tokens.find(({ kind, text: sign }) => kind === 'sign' && sign === '|');
  const head = sourceText(text.slice(0, pipe?.from).trim(), source ?? []);
  const terms: string[] = [];
  const steps: string[] = [];
  const aliases = new Map<string, string>();
  let time = head.time;
  for (const stage of stages) {
    const reader = new Tokens(stage);
    const word = reader.name()?.toLowerCase() ?? '';
    if (word === 'where' || word === 'filter') {
      const where = new WhereReader(reader).read();
      terms.push(...where.terms);
      time ??= where.time;
    } else steps.push(...stepTexts(word, reader, aliases));
    if (!reader.done) return null;
  }
  const first = [head.text, ...terms, ...(time === null ? [] : [time])].filter((part) => part !== '').join(' ');
  const written = [first, ...steps].join(' | ');
  return isForeign(written) ? null : written;
}

function split(tokens: readonly ForeignToken[]): readonly (readonly ForeignToken[])[] {
  const stages: ForeignToken[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'sign' && token.text === '|') stages.push([]);
    else stages.at(-1)?.push(token);
  }
  return stages;
}

/** What stands before the first pipe: a table and perhaps a time, or already something of ours. */
function sourceText(
  text: string,
  source: readonly ForeignToken[],
): { readonly text: string; readonly time: string | null } {
  const reader = new Tokens(source);
  const table = reader.name();
  if (table === null) return { text: '', time: null };
  const type = foreignType(table);
  if (reader.done) return { text: type ?? table, time: null };
  if (reader.takes('during')) {
    reader.takes('past');
    const span = reader.number();
    if (span !== null && reader.done) return { text: type ?? table, time: `during ${span}` };
  }
  return { text, time: null };
}

function stepTexts(word: string, reader: Tokens, aliases: Map<string, string>): readonly string[] {
  switch (word) {
    case 'summarize':
      return summarized(reader, aliases);
    case 'order':
    case 'sort':
      reader.takes('by');
      return [`sort ${sorted(reader, aliases)}`];
    case 'top': {
      const count = reader.number();
      const by = reader.takes('by') ? [`sort ${sorted(reader, aliases)}`] : [];
      return [...by, `limit ${count ?? ''}`];
    }
    case 'take':
    case 'limit':
      return [`limit ${reader.number() ?? ''}`];
    case 'project':
    case 'columns':
    case 'list':
      return [`columns ${names(reader, aliases).join(', ')}`];
    case 'distinct':
    case 'by':
      return [`by ${names(reader, aliases).join(', ')}`];
    default:
      throw new Unrewritable();
  }
}

/** `total = count(), max(Cpu) by Name`; a name that is given to a figure stands for it in what follows. */
function summarized(reader: Tokens, aliases: Map<string, string>): readonly string[] {
  const shown: string[] = [];
  while (!reader.done && !reader.takes('by')) {
    const first = reader.name() ?? '';
    const named = reader.sign('=');
    const figure = aggregated((named ? (reader.name() ?? '') : first).toLowerCase(), reader);
    if (named) aliases.set(first.toLowerCase(), figure);
    shown.push(figure);
    reader.sign(',');
  }
  const by = reader.done ? [] : [`by ${names(reader, aliases).join(', ')}`];
  return [...by, ...(shown.length === 0 ? [] : [`show ${shown.join(', ')}`])];
}

const aggregateNames: Readonly<Record<string, string>> = { average: 'avg', mean: 'avg', percentile: 'p' };

function aggregated(aggregate: string, reader: Tokens): string {
  if (!reader.sign('(')) throw new Unrewritable();
  const field = reader.name();
  const name = Object.hasOwn(aggregateNames, aggregate) ? (aggregateNames[aggregate] ?? '') : aggregate;
  const percentile = reader.sign(',') ? reader.number() : null;
  if (!reader.sign(')')) throw new Unrewritable();
  return `${name}${percentile ?? ''}(${field === null ? '' : foreignField(field)})`;
}

function names(reader: Tokens, aliases: ReadonlyMap<string, string>): readonly string[] {
  const found: string[] = [];
  for (let name = reader.name(); name !== null; name = reader.sign(',') ? reader.name() : null)
    found.push(aliases.get(name.toLowerCase()) ?? foreignField(name));
  return found;
}

/** There, what is sorted comes largest first unless it is said otherwise. */
function sorted(reader: Tokens, aliases: ReadonlyMap<string, string>): string {
  const found: string[] = [];
  do {
    const name = reader.name();
    if (name === null) throw new Unrewritable();
    const isFigure = reader.peek()?.text === '(';
    const field = isFigure
      ? aggregated(name.toLowerCase(), reader)
      : (aliases.get(name.toLowerCase()) ?? foreignField(name));
    const ascending = reader.takes('asc');
    if (!ascending) reader.takes('desc');
    found.push(ascending ? field : `${field} desc`);
  } while (reader.sign(','));
  return found.join(', ');
}
