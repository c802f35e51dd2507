import type { Hit } from '../../app/finder/asking.ts';
import type { ListTopic } from '../../app/finder/live.ts';
import { portWritten } from '../../app/query/bare.ts';
import { type Field, fields } from '../../app/query/fields.ts';
import type { ObjectType, Row } from '../../app/query/query.ts';

/** Hits of one type at most: more than anybody reads in a list below a field. */
const MAX_HITS_OF_TYPE = 8;

/** Words that are looked for: each is looked for in every field of every row, while nothing else is read. */
const MAX_WORDS = 16;

/** A number that can be a port or a PID, written as people write one. */
const bareNumber = /^\d{1,10}$/;

export type Lists = Readonly<Record<ListTopic, readonly Row[]>>;

const typeOfTopic = { processes: 'process', ports: 'port', connections: 'connection', units: 'unit' } as const;
/** In the order in which equally good hits stand. */
const topics = ['processes', 'units', 'ports', 'connections'] as const satisfies readonly ListTopic[];

/**
 * What a bare text may mean, best first. An address of this computer is its port. A number is a listening port before it is a PID, and a PID before it is a part
 * of a name; words are looked for in the searched fields, and what begins with them stands before what only holds them.
 */
export function findHits(text: string, lists: Lists): Hit[] {
  const wanted = text.trim();
  if (wanted === '') return [];
  const port = portWritten(wanted);
  if (port !== null) return portHits(port, lists);
  const numbers = bareNumber.test(wanted) ? numberHits(Number(wanted), lists) : [];
  const known = new Set(numbers.map(({ row }) => row.key));
  // A word that stands twice finds nothing more, and one after dozens of others neither.
  const words = [...new Set(wanted.toLocaleLowerCase().split(/\s+/))].slice(0, MAX_WORDS);
  const found = topics.flatMap((topic) => {
    const type = typeOfTopic[topic];
    const searched: readonly Field[] = fields[type].filter((field: Field) => field.searched);
    return lists[topic]
      .flatMap((row) => (known.has(row.key) ? [] : (rank(row, searched, words) ?? [])))
      .sort((a, b) => a.rank - b.rank)
      .slice(0, MAX_HITS_OF_TYPE)
      .map((match) => ({ ...match, type }));
  });
  found.sort((a, b) => a.rank - b.rank);
  return [...numbers, ...found.map(({ type, row, by }) => ({ type, row, by, query: queryOf(type, row) }))];
}

function portHits(port: number, lists: Lists): Hit[] {
  return lists.ports
    .filter((row) => row['port'] === port)
    .map((row) => ({ type: 'port', row, by: 'port', query: queryOf('port', row) }));
}

function numberHits(number: number, lists: Lists): Hit[] {
  const processes = lists.processes.filter((row) => row['pid'] === number);
  return [
    ...portHits(number, lists),
    ...processes.map((row): Hit => ({ type: 'process', row, by: 'pid', query: queryOf('process', row) })),
  ];
}

interface Match {
  readonly row: Row;
  /** The field in which the first word stands. */
  readonly by: string;
  /** Smaller is better: a whole value, the beginning of one, the beginning of a word in it, somewhere in it. */
  readonly rank: number;
}

/** How well all words fit a row; `undefined` when one stands nowhere. */
function rank(row: Row, searched: readonly Field[], words: readonly string[]): Match | undefined {
  let sum = 0;
  let by = '';
  for (const word of words) {
    let best = Number.POSITIVE_INFINITY;
    for (const [place, { id, property }] of searched.entries()) {
      const value = row[property];
      if (value === null || value === undefined) continue;
      const fit = fitOf(String(value).toLocaleLowerCase(), word);
      // Between equally good places the earlier field counts: a name says more than a path.
      const here = fit === undefined ? best : fit * 100 + place;
      if (here >= best) continue;
      best = here;
      if (word === words[0]) by = id;
    }
    if (best === Number.POSITIVE_INFINITY) return undefined;
    sum += best;
  }
  return { row, by, rank: sum };
}

function fitOf(text: string, word: string): number | undefined {
  const at = text.indexOf(word);
  if (at < 0) return undefined;
  if (text === word) return 0;
  if (at === 0) return 1;
  return /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') ? 3 : 2;
}

/** The search that shows a row and, as far as can be said, nothing else. */
export function queryOf(type: ObjectType, row: Row): string {
  if (type === 'port') return `port:${String(row['port'])}`;
  if (type === 'process') return `process pid:${String(row['pid'])}`;
  if (type === 'connection') return `connection remote-port:${String(row['remotePort'])} port:${String(row['port'])}`;
  if (type === 'unit') return `unit name="${String(row['name']).replaceAll('"', '""')}"`;
  return 'device';
}
