import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import type { Observation } from '../store/observation.ts';

/** What an observation has lists of, each row with its key. */
const lists = ['processes', 'ports', 'connections', 'units'] as const;
type ListName = (typeof lists)[number];
type Row = { readonly key: string };

/** A list by what is new in it; `null` when it was not read. */
interface Change {
  readonly changed: readonly Row[];
  readonly gone: readonly string[];
}

/** An observation as it is kept: what it shares with the one before is not said again. */
interface Frame {
  readonly rest: Omit<Observation, ListName>;
  readonly lists: { readonly [name in ListName]?: Change | null };
}

/** Bytes that a block may grow to when it is opened: a few readings of a hundred thousand processes. */
const MAX_BLOCK = 256 * 1024 * 1024;

/**
 * Packs observations that follow each other, so that they can be read without any before them. A row is taken for unchanged
 * when it is the same object, as the readers give it.
 */
export async function packObservations(observations: readonly Observation[]): Promise<Buffer> {
  const known = new Map<ListName, ReadonlyMap<string, Row>>();
  return await promisify(deflate)(JSON.stringify(observations.map((observation) => frameOf(observation, known))));
}

/**
 * Reads them back.
 * @throws when the bytes are not those that were packed: they have a checksum
 */
export async function unpackObservations(block: Uint8Array): Promise<readonly Observation[]> {
  const text = (await promisify(inflate)(block, { maxOutputLength: MAX_BLOCK })).toString();
  const known = new Map<ListName, Map<string, Row>>();
  return (JSON.parse(text) as Frame[]).map((frame) => observationOf(frame, known));
}

function frameOf(observation: Observation, known: Map<ListName, ReadonlyMap<string, Row>>): Frame {
  const { processes: _p, ports: _o, connections: _c, units: _u, ...rest } = observation;
  const changes: Partial<Record<ListName, Change | null>> = {};
  for (const name of lists) {
    const rows = observation[name] as readonly Row[] | null | undefined;
    if (rows === undefined) continue;
    changes[name] = rows === null ? null : changeOf(rows, known.get(name) ?? new Map());
    if (rows !== null) known.set(name, new Map(rows.map((row) => [row.key, row])));
  }
  return { rest, lists: changes };
}

function changeOf(rows: readonly Row[], before: ReadonlyMap<string, Row>): Change {
  const keys = new Set(rows.map(({ key }) => key));
  return {
    changed: rows.filter((row) => before.get(row.key) !== row),
    gone: [...before.keys()].filter((key) => !keys.has(key)),
  };
}

function observationOf({ rest, lists: changes }: Frame, known: Map<ListName, Map<string, Row>>): Observation {
  const read: Partial<Record<ListName, readonly Row[] | null>> = {};
  for (const name of lists) {
    const change = changes[name];
    if (change === undefined) continue;
    if (change === null) {
      read[name] = null;
      continue;
    }
    const rows = known.get(name) ?? new Map<string, Row>();
    known.set(name, rows);
    for (const key of change.gone) rows.delete(key);
    for (const row of change.changed) rows.set(row.key, row);
    read[name] = [...rows.values()];
  }
  return { ...rest, ...read } as Observation;
}
