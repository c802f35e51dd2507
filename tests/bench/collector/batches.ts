import { createHash } from 'node:crypto';
import { type Batch, noReports } from '../../../client/core/batch/batch.ts';
import type { Context } from '../../../client/core/registry/registry.ts';
import { someContext } from '../../support/some-context.ts';
import { expectedUsage } from '../corpus/corpus.ts';
import { corpusSeed, generateCorpus } from '../corpus/generate.ts';
import { seededRandom } from '../corpus/random.ts';
import { corpusCodec } from '../corpus/sixty-commands.ts';

/** A batch as an installation sends it, with what its owner would need to erase it. */
export interface BenchBatch {
  readonly bytes: Uint8Array;
  readonly installation: string;
  readonly key: string;
}

/** Sessions that an installation sends, one after the other. */
const SESSIONS = 4;

/**
 * Different batches of so many uses each: sessions of installations that send four of them, each of its own version, system
 * and country, with the corpus's laws of commands, sources and gaps and nothing else in them.
 * @param kind tells the batches of one call from those of another; equal arguments give equal batches.
 */
export function benchBatches(kind: string, count: number, events: number): BenchBatch[] {
  const first = digest(kind).readUInt32LE();
  return Array.from({ length: count }, (_, index) => {
    const owner = Math.floor(index / SESSIONS);
    const installation = uuid(`${kind} installation ${owner}`);
    const key = digest(`${kind} key ${owner}`).toString('base64url');
    const batch: Batch = {
      envelope: {
        batch: uuid(`${kind} batch ${index}`),
        installation,
        keyHash: createHash('sha256').update(key).digest('hex'),
        level: 'standard',
        notice: 1,
        session: 1 + (index % SESSIONS) + (owner % 50),
        sequence: 0,
        start: '2026-03-09',
        end: 'quit',
      },
      context: contextOf(seededRandom(owner)),
      usage: expectedUsage(generateCorpus(corpusSeed + first + index, events)),
      dropped: {},
      ...noReports,
    };
    return { bytes: corpusCodec.encode(batch), installation, key };
  });
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** As evenly spread as a random one, and the same in every run. */
function uuid(text: string): string {
  const hex = digest(text).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function contextOf(random: () => number): Context {
  const one = <T>(...choices: readonly [T, ...T[]]): T => choices[Math.floor(random() * choices.length)] ?? choices[0];
  const os = one('windows', 'windows', 'macos', 'linux');
  return {
    ...someContext,
    version: one('1.0.0', '1.0.1', '1.1.0'),
    os,
    osVersion: one('10', '11', '12'),
    distribution: os === 'linux' ? one('debian', 'ubuntu', 'fedora') : 'none',
    architecture: one('x64', 'x64', 'arm64'),
    processor: one('intel', 'amd'),
    cores: one(4, 8, 16),
    memory: one(8, 16, 32),
    country: one('IT', 'DE', 'FR', 'US', 'JP'),
    language: one('en', 'it'),
  };
}
