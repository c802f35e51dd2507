import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { numberedCommands } from '../../../../../app/commands/numbered.ts';
import { type Batch, noReports } from '../../../../../client/core/batch/batch.ts';
import type { Compression } from '../../../../../client/core/batch/batch-format.ts';
import { MAX_BATCH_EVENTS, MAX_COUNT } from '../../../../../client/core/batch/limits.ts';
import type { UsageEvent } from '../../../../../client/core/registry/registry.ts';
import { dropReasons } from '../../../../../client/core/registry/session-groups.ts';
import { commandSources } from '../../../../../client/core/registry/sources.ts';
import { largestReports } from '../../../../integration/collector/support/reports.ts';
import { fullReports } from '../../../../support/full-reports.ts';
import { someContext } from '../../../../support/some-context.ts';

export const brotli: Compression = {
  compress: (bytes) => brotliCompressSync(bytes),
  decompress: (bytes, maxBytes) => brotliDecompressSync(bytes, { maxOutputLength: maxBytes }),
};

/** Leaves bytes as they are: what Brotli makes of them may differ from one version of it to the next. */
export const none: Compression = { compress: (bytes) => bytes, decompress: (bytes) => bytes };

/** A short session at the standard level, of which nothing is noteworthy. */
export const standardBatch: Batch = {
  envelope: {
    batch: '0b2f4c6e-8a1d-8f3b-9c5e-7d9f1b3d5f70',
    installation: '3f1c2d4e-5b6a-4798-8a9b-acbdcedfe0f1',
    keyHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    level: 'standard',
    notice: 1,
    session: 7,
    sequence: 0,
    start: '2026-03-09',
    end: 'quit',
  },
  context: someContext,
  usage: [
    { command: 'go.search', source: 'shortcut', time: 3 },
    { command: 'go.processes', source: 'button', time: 12 },
    { command: 'go.search', source: 'palette', time: 400 },
    { command: 'help.about', source: 'menu', time: 70_000 },
  ],
  dropped: { 'disk-full': 2 },
  ...noReports,
};

/** The same session at the enhanced level, with something in every group. */
export const enhancedBatch: Batch = {
  ...standardBatch,
  ...fullReports,
  envelope: { ...standardBatch.envelope, level: 'enhanced' },
};

/** As much of everything as there can be. */
export function largestBatch(): Batch {
  const usage = Array.from({ length: MAX_BATCH_EVENTS }, (_, index) => ({
    command: numberedCommands[(index * 7919) % numberedCommands.length] as UsageEvent['command'],
    source: commandSources[(index * 104_729) % commandSources.length] as UsageEvent['source'],
    time: index * 260 + ((index * 31) % 200),
  }));
  const dropped = Object.fromEntries(dropReasons.map((reason) => [reason, MAX_COUNT]));
  return { ...enhancedBatch, ...largestReports, usage, dropped };
}
