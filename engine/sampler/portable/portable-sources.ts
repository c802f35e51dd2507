import { swallowed } from 'candor-client/core';
import type { Clock } from 'candor-client/node';
import type { Process } from '../../../app/finder/process.ts';
import type { Unit } from '../../../app/finder/unit.ts';
import { HELPER_SOURCE_LIMIT_MS, SLOW_SAMPLE_MS } from '../../limits.ts';
import { appGroups } from '../app-groups.ts';
import { withoutOwnHelpers } from '../own-helpers.ts';
import type { AnySource } from '../source.ts';
import { createSteadyRows } from '../steady.ts';
import { type FigureInformation, type PortableFiguresParts, portableFigures } from './portable-figures.ts';
import { createPortableProcesses, type ListInformation, type Platform } from './portable-processes.ts';
import { createPortableSockets, type SocketInformation } from './portable-sockets.ts';

/** The part of systeminformation that is sampled; none of it opens a connection. */
interface SampledInformation extends FigureInformation, ListInformation, SocketInformation {
  powerShellStart(): void;
  powerShellRelease(): void;
}

interface PortableSourcesParts extends PortableFiguresParts {
  readonly information: SampledInformation;
  readonly platform: Platform;
  /** UTC milliseconds. */
  readonly bootedAt: number;
  readonly clock: Clock;
  readonly enginePid: number;
}

/**
 * Reads macOS and Windows through systeminformation. On Windows one PowerShell is kept while anything is read; asking it
 * takes seconds, so that it is asked seldom. Connections are asked for only while somebody looks at them.
 */
export function portableSources(parts: PortableSourcesParts): readonly AnySource[] {
  const { information, platform, bootedAt, clock, enginePid } = parts;
  const windows = platform.name === 'win32';
  const list = createPortableProcesses(information, platform, bootedAt);
  const sockets = createPortableSockets(information, clock);
  const steadyUnits = createSteadyRows<Unit>();
  let processes: readonly Process[] = [];
  /** The list that is being made: what is told of processes beside it is of the same moment. */
  let listing: Promise<unknown> = Promise.resolve();
  const listed = async () => {
    await listing;
    return processes;
  };
  const common = { paired: false, limit: HELPER_SOURCE_LIMIT_MS } as const;
  return [
    {
      ...common,
      id: 'processes',
      topics: ['processes', 'ports', 'connections', 'units'],
      least: windows ? SLOW_SAMPLE_MS : MAC_SAMPLE_MS,
      read: () => {
        const made = list().then((all) => {
          processes = withoutOwnHelpers(all, enginePid);
          return processes;
        });
        listing = made.catch((error: unknown) => swallowed('engine', 'list-processes', error));
        return made;
      },
      ...(windows && {
        begin: () => information.powerShellStart(),
        rest: () => information.powerShellRelease(),
      }),
    },
    {
      ...common,
      id: 'units',
      topics: ['units'],
      least: 0,
      read: async () => steadyUnits(appGroups(await listed())),
    },
    {
      ...common,
      id: 'sockets',
      topics: ['ports', 'connections'],
      least: SLOW_SAMPLE_MS,
      read: async () => sockets(await listed()),
    },
    ...portableFigures(parts),
  ];
}

/** `ps` on macOS takes 50 ms of its own. */
const MAC_SAMPLE_MS = 4000;
