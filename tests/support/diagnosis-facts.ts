import type { ConsentDecision } from '../../client/core/consent/record.ts';
import type { DiagnosisFacts } from '../../client/core/diagnosis/facts.ts';

export const aYes: ConsentDecision = {
  answer: 'yes',
  level: 'standard',
  at: '2026-03-09T12:00:00.000Z',
  releaseLine: '1.0',
  notice: 1,
  from: 'popup',
};
export const aNo: ConsentDecision = { answer: 'no', at: aYes.at, releaseLine: '1.0', notice: 1, from: 'help' };

type Answer = DiagnosisFacts['answers'][number];

/** One answer of the collector to an upload. */
export const answered = (answer: Answer['answer'], change: Partial<Answer> = {}): Answer => ({
  at: '2026-03-10T08:30:00.000Z',
  batch: '5f2b8c1e-2a6c-5d7e-9f00-1a2b3c4d5e6f',
  session: 3,
  bytes: 240,
  answer,
  times: 1,
  ...change,
});

/** A computer on which a Yes was given and nothing has been recorded. */
export const quietFacts: DiagnosisFacts = {
  at: Date.parse('2026-03-11T09:00:00.000Z'),
  home: '/home/anna',
  profile: '/home/anna/.config/Candor Finder',
  level: 'standard',
  reason: 'accepted',
  decision: aYes,
  policy: { places: ['/etc/candor-finder/policy.json'], state: 'none' },
  choices: [
    { file: '/etc/candor-finder/installer-choice.json', state: 'none' },
    { file: '/home/anna/.config/Candor Finder/installer-choice.json', state: 'none' },
  ],
  doNotTrack: false,
  stores: [
    { file: '/home/anna/.config/Candor Finder/participation/candor-finder/consent.json', state: 'read' },
    { file: '/home/anna/.config/Candor Finder/participation/candor-finder/identity.json', state: 'read' },
  ],
  sessions: { count: 0, bytes: 0 },
  outbox: { count: 0, bytes: 0 },
  aside: { count: 0, bytes: 0 },
  crashes: { count: 0, bytes: 0 },
  answers: [],
  delivery: { state: 'idle' },
  online: true,
  collector: { address: 'https://collector.candor.example', source: 'product', usable: true, local: false },
  installation: '0f8fad5b-d9cb-469f-a165-70867728950e',
  former: 0,
  product: 'Candor Finder',
  version: '1.0.0',
  electron: '45.4.1',
  chromium: '150.0.0.0',
  system: 'linux 6.18 x64',
  engine: 'running',
};

/** The same computer with two batches that wait. */
export const waitingFacts: DiagnosisFacts = {
  ...quietFacts,
  outbox: { count: 2, bytes: 512, oldest: Date.parse('2026-03-10T08:00:00.000Z') },
  delivery: { state: 'scheduled', after: 60_000 },
};
