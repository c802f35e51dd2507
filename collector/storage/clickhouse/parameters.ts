import type { QueryParameters } from '../storage.ts';

/** A server takes 128 KiB for each value of a request, as it stands there; this leaves room for what is escaped. */
const MOST = { characters: 20_000, listed: 60_000 } as const;

export interface Question {
  readonly sql: string;
  readonly parameters: QueryParameters;
}

/** A statement whose values a server takes: one that is too long goes as several, which the server puts together again. */
export function withinFields({ sql, parameters }: Question): Question {
  let split = sql;
  const values: Record<string, QueryParameters[string]> = {};
  for (const [name, value] of Object.entries(parameters)) {
    const parts = partsOf(value);
    if (parts.length < 2) {
      values[name] = value;
      continue;
    }
    for (const [at, part] of parts.entries()) values[`${name}_${at}`] = part;
    const together = typeof value === 'string' ? 'concat' : 'arrayConcat';
    split = split.replaceAll(new RegExp(`\\{${name}:([^}]+)\\}`, 'g'), (_, type: string) => {
      return `${together}(${parts.map((_part, at) => `{${name}_${at}:${type}}`).join(', ')})`;
    });
  }
  return { sql: split, parameters: values };
}

function partsOf(value: QueryParameters[string]): QueryParameters[string][] {
  if (typeof value === 'number') return [value];
  return typeof value === 'string' ? textParts(value) : listParts(value);
}

function textParts(text: string): string[] {
  const parts: string[] = [];
  for (let from = 0; from < text.length; ) {
    const to = from + MOST.characters;
    // Both halves of a character stay together.
    const isWithin = (text.charCodeAt(to) & 0xfc00) === 0xdc00;
    parts.push(text.slice(from, isWithin ? to - 1 : to));
    from = isWithin ? to - 1 : to;
  }
  return parts;
}

function listParts(list: readonly string[]): (readonly string[])[] {
  const parts: string[][] = [];
  let room = 0;
  for (const item of list) {
    // Quoted twice, each with a comma: what is not ASCII, or is escaped, takes more than a byte.
    const size = 3 * item.length + 4;
    if (size > room) {
      parts.push([]);
      room = Math.max(MOST.listed, size);
    }
    parts.at(-1)?.push(item);
    room -= size;
  }
  return parts;
}
