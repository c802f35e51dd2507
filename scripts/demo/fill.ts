import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { manifestOf } from 'candor-client/core';
import { finder } from '../../app/finder/product.ts';
import { openStorage } from '../../collector/storage/open-storage.ts';
import { batchRow } from '../../collector/storage/rows.ts';
import { notes } from './notes.ts';
import { publishDemoRules } from './rules.ts';
import { receivedOf, someoneOf } from './sessions.ts';
import { addDemoSourceMaps } from './source-maps.ts';
import { DAYS, stories } from './story.ts';

/** What a collector of the demo is told of products. */
export const demoManifests = [manifestOf(finder), manifestOf(notes)];

/** Says in the folder of which days it is, once it is whole; it is made anew when its sessions are made otherwise. */
const MARK = 'demo.json';
const REVISION = 2;

/** Rows that are stored at once. */
const BLOCK_ROWS = 5000;

export interface DemoOptions {
  /** The collector's folder. What an earlier demo has left in it is removed. */
  readonly dataDir: string;
  /** The day after the last one of the demo, UTC, in days since 1970-01-01. */
  readonly today: number;
  /** Of the number of installations, from 0 to 1. */
  readonly scale?: number;
  readonly onFault: (message: string) => void;
}

/** Whether the demo of these days is in the folder already. */
export function isFilled({ dataDir, today, scale = 1 }: DemoOptions): boolean {
  const file = path.join(dataDir, MARK);
  return existsSync(file) && readFileSync(file, 'utf8') === mark(today, scale);
}

/**
 * Fills a collector's store with the sessions of the demo, as if they had been received day by day, and its folder with what else a
 * collector is given: source maps of the builds, and suggestions.
 * @returns how many.
 * @throws Error when the folder is another's, or is in use.
 */
export async function fill(options: DemoOptions): Promise<number> {
  const { dataDir, today, scale = 1, onFault } = options;
  if (existsSync(path.join(dataDir, 'store')) && !existsSync(path.join(dataDir, MARK)))
    throw new Error(`${dataDir} is no folder of a demo`);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // What is there is not whole from here on, and is a demo's all the same.
  writeFileSync(path.join(dataDir, MARK), '');
  rmSync(path.join(dataDir, 'store'), { recursive: true, force: true });
  const storage = await openStorage({ dataDir, onFault });
  try {
    const firstDay = today - DAYS;
    const byDay = new Map<number, Uint8Array[]>();
    let count = 0;
    for (const [at, story] of stories.entries()) {
      for (const { day, batch } of receivedOf(story, firstDay, seedOf(at), scale)) {
        const rows = byDay.get(day) ?? [];
        byDay.set(day, rows);
        rows.push(batchRow(batch, firstDay + day));
        count++;
      }
    }
    const rows = [...byDay].sort(([a], [b]) => a - b).flatMap(([, ofDay]) => ofDay);
    for (let at = 0; at < rows.length; at += BLOCK_ROWS) await storage.insert(rows.slice(at, at + BLOCK_ROWS));
    await addDemoSourceMaps(dataDir);
    await publishDemoRules(dataDir, today * 86_400_000, onFault);
    return count;
  } finally {
    await storage.close();
  }
}

const seedOf = (story: number) => 1 + story;

/** An installation of the first product that support can look up. @throws Error when there is none. */
export function someoneToLookUp({ scale = 1 }: Pick<DemoOptions, 'scale'> = {}): string {
  const [story] = stories;
  const found = story && someoneOf(story, seedOf(0), scale);
  if (found === undefined) throw new Error('nobody takes part in the demo at the enhanced level');
  return found;
}

/** Says that everything of the folder is made. */
export function markFilled({ dataDir, today, scale = 1 }: DemoOptions): void {
  writeFileSync(path.join(dataDir, MARK), mark(today, scale));
}

const mark = (today: number, scale: number) => JSON.stringify({ revision: REVISION, today, scale });
