import type { Batch } from '../../app/telemetry/batch.ts';
import {
  type Context,
  context,
  type Dropped,
  type Envelope,
  envelope,
  type UsageEvent,
} from '../../app/telemetry/registry.ts';
import { BATCHES } from '../storage/schema.ts';
import type { Storage } from '../storage/storage.ts';

type Row = Envelope &
  Context & {
    'usage.command': UsageEvent['command'][];
    'usage.source': UsageEvent['source'][];
    'usage.time': number[];
    'dropped.reason': (keyof Dropped)[];
    'dropped.count': number[];
  };

const BY_INSTALLATION = `
  SELECT * FROM ${BATCHES} FINAL
  WHERE installation = {installation:UUID}
  ORDER BY session, sequence, batch`;

/** Everything that is stored of one installation, as it was sent: for its own support look-up, never for figures. */
export async function queryInstallation(storage: Storage, installation: string): Promise<Batch[]> {
  const rows = await storage.query<Row>(BY_INSTALLATION, { installation });
  return rows.map((row) => ({
    envelope: pick(row, envelope) as Envelope,
    context: pick(row, context) as Context,
    usage: row['usage.command'].map((command, index) => ({
      command,
      source: row['usage.source'][index] as UsageEvent['source'],
      time: row['usage.time'][index] as number,
    })),
    dropped: Object.fromEntries(row['dropped.reason'].map((reason, index) => [reason, row['dropped.count'][index]])),
  }));
}

function pick(row: Row, group: object): object {
  return Object.fromEntries(Object.keys(group).map((name) => [name, row[name as keyof Row]]));
}
