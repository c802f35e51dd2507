import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { OperationTable } from '../../../client/core/measures/operation-table.ts';
import { startCollector } from '../../../collector/start.ts';
import { dayOf } from '../../../collector/storage/rows.ts';
import { deliver, someBatch } from '../../integration/collector/support/batches.ts';
import { Random } from '../../integration/collector/support/random.ts';
import { someReports } from '../../integration/collector/support/reports.ts';
import { finderMeasures } from '../../support/finder-format.ts';
import { publishRules } from '../../support/published-rules.ts';

const DAY_MS = 86_400_000;

/** The first and the last day of receipt, UTC, and how many closed ones there are. */
export const FIRST_DAY = '2026-03-02';
export const LAST_DAY = '2026-03-13';
const DAYS = 12;
const INSTALLATIONS = 48;

/** The day on which the newer version comes out, counted from the first. */
const RELEASE = 5;

const systems = [
  { os: 'windows', osVersion: '10.0.22631', distribution: 'none' },
  { os: 'linux', osVersion: '12', distribution: 'debian' },
  { os: 'macos', osVersion: '15.1', distribution: 'none' },
] as const;

const commands = ['go.search', 'go.processes', 'go.this-device', 'view.refresh', 'file.quit'] as const;
const sources = ['menu', 'button', 'shortcut', 'palette'] as const;

/** One that most would have met, one that few would, and one that history does not tell. */
const rules = [
  {
    id: 'search-in-one-place',
    when: [
      { field: 'usage.command', of: 'go.search', op: 'at-least', value: 2 },
      { field: 'context.version', op: 'below', value: '1.1.0' },
    ],
    text: { en: 'One search looks through everything at once.', it: 'Una sola ricerca guarda dappertutto insieme.' },
    remedy: { command: 'go.search' },
  },
  {
    id: 'much-memory',
    when: [{ field: 'context.memory', op: 'at-least', value: 512 }],
    text: { en: 'There is room for a longer history.', it: 'C’è posto per una cronologia più lunga.' },
  },
  {
    id: 'dark-at-night',
    when: [{ field: 'configuration', of: 'theme', op: 'unchanged' }],
    text: { en: 'The dark theme is easier on the eyes.', it: 'Il tema scuro affatica meno gli occhi.' },
    remedy: { setting: 'theme', value: 'dark' },
  },
] as const;

/** What one installation sends on one day. */
function batchOf(random: Random, installation: string, index: number, day: number, session: number) {
  const isNew = day >= RELEASE && (index + day) % 4 !== 0;
  const table = new OperationTable(finderMeasures);
  for (let times = 0; times < 6; times++) {
    table.record('finder.search', 'ok', Math.round((isNew ? 9000 : 4000) * (0.6 + random.fraction())));
    table.record('app.quit', 'ok', 60_000 + random.below(40_000));
  }
  return someBatch({
    envelope: { installation, session, level: index % 3 === 0 ? 'enhanced' : 'standard' },
    context: { version: isNew ? '1.1.0' : '1.0.0', ...systems[index < 8 ? 2 : index % 2] },
    usage: Array.from({ length: 3 + random.below(5) }, (_, at) => ({
      command: commands[random.below(1 + random.below(commands.length))] ?? 'go.search',
      source: random.pick(sources),
      time: at * 7,
    })),
    dropped: index % 5 === 0 ? { 'disk-full': 1 + random.below(3) } : {},
    reports: {
      operations: table.snapshot().operations,
      errors: isNew && index % 3 === 1 ? someReports.errors : [],
      ...(index % 3 === 0
        ? { organisation: { ...someReports.organisation, domain: index < 36 ? 'large.example' : 'small.example' } }
        : {}),
    },
  });
}

export type FilledCollector = Awaited<ReturnType<typeof filledCollector>>;

/** A collector that protects groups of fewer than five, with twelve closed days of two versions, the newer of which is slower and has an error. */
export async function filledCollector() {
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-e2e-filled-'));
  const first = dayOf(Date.parse(FIRST_DAY));
  const clock = { day: first };
  const collector = await startCollector({
    dataDir: folder,
    k: 5,
    clock: () => clock.day * DAY_MS + 1,
    issueUrl: 'https://tracker.example.org/new?title={class}+{code}&file={file}&version={version}',
  });
  const random = new Random(7);
  const installations = Array.from({ length: INSTALLATIONS }, () => someBatch().envelope.installation);
  for (let day = 0; day < DAYS; day++) {
    clock.day = first + day;
    const here = installations.flatMap((installation, index) =>
      random.below(4) === 0 ? [] : [batchOf(random, installation, index, day, day + 1)],
    );
    await Promise.all(here.map((batch) => deliver(collector.url, batch)));
  }
  await publishRules(folder, rules);
  clock.day = first + DAYS;
  await collector.closed();
  const token = await collector.tokens.create({ name: 'board', role: 'administrator', use: 'bearer' });
  return {
    ...collector,
    folder,
    token,
    /** IDs of those who sent. */
    installations,
    end: async () => {
      await collector.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
