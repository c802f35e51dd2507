/** What happens in the demo: two products, their releases, and what each of them made better or worse. */
import { finder } from '../../app/finder/product.ts';
import type { Chance } from './chance.ts';
import { notes } from './notes.ts';

/** Half a year, in days. */
export const DAYS = 182;

/** Something timed: its median in microseconds, how far it spreads, and how often a session does it. */
interface Timed {
  readonly median: number;
  readonly spread: number;
  readonly times: number;
}

/** An error that sessions of a release have, with the place it comes from, in the build and in the source. */
export interface Mistake {
  readonly class: string;
  readonly code: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly source: { readonly file: string; readonly line: number; readonly column: number; readonly name: string };
  /** Of sessions. */
  readonly share: number;
}

export interface Release {
  readonly version: string;
  readonly runtime: string;
  /** On which day of the demo it came out; the first one was there before. */
  readonly day: number;
  readonly operations: Readonly<Record<string, Timed>>;
  readonly mistakes: readonly Mistake[];
  /** Of sessions that end by a crash. */
  readonly crashes: number;
  /** Commands that only this release and later ones have. */
  readonly brings: readonly string[];
}

export interface Story {
  readonly product: typeof finder | typeof notes;
  readonly installations: number;
  readonly releases: readonly [Release, ...Release[]];
  /** What tends to follow a command; anything else follows now and then. */
  readonly next: Readonly<Record<string, Parameters<Chance['pick']>[0]>>;
  /** How popular a command is; those that are not named are hardly ever used. */
  readonly popular: Readonly<Record<string, number>>;
}

const search = { median: 21_000, spread: 0.7, times: 9 };
const views = { median: 48_000, spread: 0.5, times: 6 };
const first = { median: 310_000, spread: 0.4, times: 1 };

const at = (file: string, name: string, column: number) => (line: number) => ({ file, line, column, name });
const tree = at('renderer/list/tree-rows.ts', 'parentOf', 22);
const columns = at('renderer/list/column-widths.ts', 'widthsOf', 17);
const denied = at('engine/sampler/linux/read-process.ts', 'readLinks', 21);
const sync = at('renderer/sync/push-changes.ts', 'pushChanges', 9);

/** Two releases: in the second an error is mended, and searching has become slower. */
const finderStory: Story = {
  product: finder,
  installations: 420,
  releases: [
    {
      version: '1.0.0',
      runtime: '33.2.1',
      day: 0,
      operations: { 'finder.first-data': first, 'finder.search': search, 'view.switch': views },
      mistakes: [
        {
          class: 'TypeError',
          code: 'none',
          file: 'renderer/index',
          line: 1,
          column: 88_412,
          source: tree(61),
          share: 0.012,
        },
        {
          class: 'SystemError',
          code: 'EACCES',
          file: 'main/finder-engine',
          line: 2210,
          column: 17,
          source: denied(118),
          share: 0.02,
        },
      ],
      crashes: 0.006,
      brings: [],
    },
    {
      version: '1.1.0',
      runtime: '33.4.11',
      day: 63,
      operations: { 'finder.first-data': first, 'finder.search': search, 'view.switch': { ...views, median: 31_000 } },
      mistakes: [
        {
          class: 'RangeError',
          code: 'none',
          file: 'renderer/index',
          line: 1,
          column: 120_377,
          source: columns(204),
          share: 0.09,
        },
        {
          class: 'SystemError',
          code: 'EACCES',
          file: 'main/finder-engine',
          line: 2305,
          column: 17,
          source: denied(121),
          share: 0.02,
        },
      ],
      crashes: 0.019,
      brings: ['view.tree', 'object.investigate', 'go.builder'],
    },
    {
      version: '1.2.0',
      runtime: '33.4.11',
      day: 126,
      operations: {
        'finder.first-data': first,
        'finder.search': { ...search, median: 34_000 },
        'view.switch': { ...views, median: 31_000 },
      },
      mistakes: [
        {
          class: 'SystemError',
          code: 'EACCES',
          file: 'main/finder-engine',
          line: 2340,
          column: 21,
          source: denied(127),
          share: 0.02,
        },
      ],
      crashes: 0.005,
      brings: ['file.save-report', 'edit.copy-as-json'],
    },
  ],
  popular: {
    'go.search': 30,
    'go.processes': 14,
    'go.this-device': 10,
    'object.quick-look': 8,
    'object.end': 7,
    'go.ports': 7,
    'edit.copy': 6,
    'view.tree': 6,
    'go.connections': 4,
    'object.filter-value': 4,
    'object.investigate': 4,
    'view.columns': 3,
    'go.units': 3,
    'object.open-folder': 2,
    'view.theme-dark': 2,
    'go.commands': 2,
    'go.builder': 2,
    'file.save-report': 2,
    'edit.copy-as-json': 1,
    'help.shortcuts': 1,
    'object.force-end': 1,
  },
  next: {
    'go.search': [
      ['object.quick-look', 4],
      ['object.end', 3],
      ['object.filter-value', 2],
      ['go.search', 2],
    ],
    'object.quick-look': [
      ['object.end', 3],
      ['object.open-folder', 2],
      ['edit.copy', 2],
    ],
    'go.ports': [
      ['object.end', 4],
      ['edit.copy', 1],
    ],
    'object.end': [
      ['object.force-end', 1],
      ['go.search', 3],
    ],
    'go.processes': [
      ['view.tree', 2],
      ['go.search', 2],
    ],
  },
};

const loads = { median: 85_000, spread: 0.6, times: 5 };

/** One release, which is faster; nothing in it is alarming. */
const notesStory: Story = {
  product: notes,
  installations: 170,
  releases: [
    {
      version: '2.3.0',
      runtime: '33.2.1',
      day: 0,
      operations: { 'note.load': loads, 'note.sync': { median: 740_000, spread: 0.8, times: 3 } },
      mistakes: [
        {
          class: 'NetworkError',
          code: 'none',
          file: 'renderer/editor',
          line: 1,
          column: 4120,
          source: sync(88),
          share: 0.03,
        },
      ],
      crashes: 0.004,
      brings: [],
    },
    {
      version: '2.4.0',
      runtime: '33.4.11',
      day: 91,
      operations: {
        'note.load': { ...loads, median: 52_000 },
        'note.sync': { median: 730_000, spread: 0.8, times: 3 },
      },
      mistakes: [
        {
          class: 'NetworkError',
          code: 'none',
          file: 'renderer/editor',
          line: 1,
          column: 4391,
          source: sync(93),
          share: 0.03,
        },
      ],
      crashes: 0.004,
      brings: ['note.tag'],
    },
  ],
  popular: {
    'note.open': 24,
    'note.new': 14,
    'note.save': 20,
    'note.find': 8,
    'note.tag': 6,
    'note.archive': 3,
    'edit.spelling': 3,
    'note.share': 2,
    'view.focus': 2,
    'note.export': 1,
  },
  next: {
    'note.new': [['note.save', 5]],
    'note.find': [['note.open', 5]],
    'note.open': [
      ['note.save', 4],
      ['note.tag', 1],
    ],
  },
};

export const stories: readonly Story[] = [finderStory, notesStory];

/** Three organisations that take part at the enhanced level, and how many of 100 installations are theirs. */
export const organisations: readonly (readonly [domain: string, weight: number])[] = [
  ['harbour.example', 11],
  ['meadow.example', 8],
  ['foundry.example', 6],
];
