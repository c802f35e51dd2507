import { describe, it } from 'vitest';
import type { Collectors } from '../integration/upgrades/installation.ts';
import { leavesWhatWasKilled, sealsWhatWasKilled } from '../integration/upgrades/killed.ts';
import { losesNothing, otherPairs } from '../integration/upgrades/loses-nothing.ts';
import { newerCollector } from '../integration/upgrades/release.ts';
import { suiteFolder } from '../support/temporary-folder.ts';

/** What tests/integration/upgrades.test.ts leaves out of all releases and collectors. */
const collectors: Collectors = { '1.0': 'collector/cli.ts', newer: newerCollector(suiteFolder()) };

it.each(otherPairs)(
  'a client of %s loses nothing, and has nothing counted twice, by a collector of %s',
  (name, version) => losesNothing(name, version, collectors),
);

describe('a session that was killed', () => {
  const later = ['1.0 with one more word', '1.0 with one more field'] as const;

  it.each(later)('is sealed by %s', (name) => sealsWhatWasKilled(name, collectors));

  it.each(later)('of %s waits for it when the app is gone back from', (name) => leavesWhatWasKilled(name, collectors));
});
