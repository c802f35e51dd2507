import type { Batch } from '../../../../client/core/batch/batch.ts';
import { OperationTable } from '../../../../client/core/measures/operation-table.ts';
import { type Condition, quantiles } from '../../../../client/core/suggestions/rules.ts';
import { finderMeasures } from '../../../support/finder-format.ts';
import { fullReports } from '../../../support/full-reports.ts';
import { someBatch } from './batches.ts';
import type { Random } from './random.ts';

/** What rules are asked about: sessions in which things happen by chance, and conditions about these things. */
const COMMANDS = ['go.search', 'go.ports', 'view.refresh'] as const;
const VERSIONS = ['1.0.0', '1.9.0', '1.10.0', '1.10.2'] as const;
const SYSTEMS = ['linux', 'windows', 'macos'] as const;
const DOMAINS = ['one.example', 'two.example', 'three.example'] as const;
const MEMORY = [4, 8, 16, 32] as const;

/** Who sends: always from one organisation, or none. */
export interface Sender {
  readonly installation: string;
  readonly keyHash: string;
  readonly domain: string | undefined;
  readonly packaged: 'yes' | 'no';
}

export function someSender(random: Random): Sender {
  const { installation } = someBatch().envelope;
  // A few share an installation's ID, and have keys of their own.
  const keyHash = (random.below(10) === 0 ? 'cd' : 'ab').repeat(32);
  return {
    installation,
    keyHash,
    domain: random.below(2) === 0 ? undefined : random.pick(DOMAINS),
    packaged: random.below(10) === 0 ? 'no' : 'yes',
  };
}

/** The batches of a session: one mostly, or two. */
export function someSession(
  random: Random,
  { installation, keyHash, domain, packaged }: Sender,
  session: number,
): Batch[] {
  const level = domain === undefined ? 'standard' : 'enhanced';
  const context = {
    version: random.pick(VERSIONS),
    os: random.pick(SYSTEMS),
    memory: random.pick(MEMORY),
    packaged,
  };
  const count = random.below(6) === 0 ? 2 : 1;
  return Array.from({ length: count }, (_, sequence) => {
    const table = new OperationTable(finderMeasures);
    for (let time = 0; time < random.below(12); time++) {
      table.record('finder.search', random.below(5) === 0 ? 'failed' : 'ok', 1000 * 2 ** random.below(14));
    }
    table.count('cache.hits', random.below(40));
    const { operations, counts } = table.snapshot();
    const usage = Array.from({ length: random.below(14) }, (_, time) => ({
      command: random.pick(COMMANDS),
      source: 'menu' as const,
      time,
    }));
    return someBatch({
      envelope: { installation, keyHash, level, session, sequence, end: sequence + 1 < count ? 'continues' : 'quit' },
      context,
      usage,
      reports: {
        operations,
        counts,
        errors: fullReports.errors.filter(() => random.below(3) === 0),
        ...(domain === undefined ? {} : { organisation: { domain } }),
      },
    });
  });
}

/** One of each kind that history tells. */
export function someCondition(random: Random): Condition {
  const op = random.pick(['at-least', 'below'] as const);
  const value = 1 + random.below(5);
  switch (random.below(12)) {
    case 0:
      return { field: 'envelope.level', op: 'is', value: [random.pick(['standard', 'enhanced'])] };
    case 1:
      return {
        field: 'usage.sequence',
        of: [random.pick(COMMANDS), 'go.ports', 'go.search'],
        op: 'at-least',
        value: 1,
      };
    case 2:
      return {
        field: 'operations.duration',
        of: 'finder.search',
        outcome: random.pick(['ok', 'failed']),
        quantile: random.pick(quantiles),
        op: 'at-least',
        value: 2 ** random.below(14),
      };
    case 3:
      return { field: 'operations.count', of: 'finder.search', outcome: random.pick(['ok', 'failed']), op, value };
    case 4:
      return { field: 'counts', of: 'cache.hits', op, value: 8 * value };
    case 5:
      return { field: 'errors.count', of: { file: 'renderer/other' }, op, value };
    case 6:
      return { field: 'errors.count', of: { process: 'gpu', handledBy: 'child-process-gone' }, op, value: 1 };
    case 7:
      return { field: 'context.version', op, value: random.pick(['1.9', '1.10.0', '1.10.1']) };
    case 8:
      return { field: 'context.version', op: random.pick(['is', 'is-not']), value: ['1.10', '1.0.0'] };
    case 9:
      return { field: 'context.os', op: random.pick(['is', 'is-not']), value: [random.pick(SYSTEMS), 'linux'] };
    case 10:
      return { field: 'context.memory', op, value: random.pick(MEMORY) };
    default:
      return { field: 'usage.command', of: random.pick(COMMANDS), op, value };
  }
}
