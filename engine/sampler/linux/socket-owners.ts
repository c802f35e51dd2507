import { swallowed } from 'candor-client/core';
import type { Clock } from 'candor-client/node';
import {
  FIRST_SOCKET_SEARCH_MS,
  SOCKET_LOST_MS,
  SOCKET_SEARCH_MS,
  SOCKET_SEARCH_SHARE,
  SOCKET_TURN_MS,
} from '../../limits.ts';
import { sourceFailure } from '../source.ts';
import type { KnownProcess } from './known-process.ts';
import type { SystemFiles } from './system-files.ts';

/** Finds the process that has a socket. */
export interface SocketOwners {
  /**
   * Looks for the processes of sockets that are not known yet, for as long as {@link SOCKET_SEARCH_MS}, or a little longer
   * when it was not asked for long; what is not found in that time is looked for in the next call.
   * @param inodes of all sockets there are, with the id of the account that made each
   */
  search(inodes: ReadonlyMap<number, number>): void;
  /** Some were still looked for when the time ran out. */
  readonly unfinished: boolean;
  /** Whether permission may be what it lacks to know whose a socket is that was made by an account. */
  isGuarded(inode: number, maker: number): boolean;
  /** The process that has a socket, of several the one with the lowest PID; `undefined` for none that is known. */
  ownerOf(inode: number): KnownProcess | undefined;
}

interface SocketOwnersParts {
  readonly files: SystemFiles;
  readonly clock: Clock;
  readonly known: () => ReadonlyMap<number, KnownProcess>;
  /** Id of the account that runs this; the administrator, 0, may look into every process. */
  readonly userId: number;
}

/** What is known of the sockets of one process. */
interface Searched {
  /** When all its descriptors were looked at, monotonic milliseconds; `-Infinity` for never. */
  at: number;
  /** Descriptors that were not looked at yet when time ran out; `null` for none. */
  left: readonly string[] | null;
  /** Sockets that it had. */
  inodes: Set<number>;
  /** Its descriptors may not be read, which even the administrator of a container can be refused. */
  denied: boolean;
}

export function createSocketOwners({ files, clock, known, userId }: SocketOwnersParts): SocketOwners {
  const owners = new Map<number, KnownProcess>();
  const searched = new Map<KnownProcess, Searched>();
  /** Sockets that were found in no process, and when. */
  const lost = new Map<number, number>();

  const maySee = (maker: number) => userId === 0 || maker === userId;
  const isThere = (one: KnownProcess) => known().get(one.pid) === one;
  const mayLook = (one: KnownProcess) => !one.kernel && (userId === 0 || one.details.details.userId === userId);

  function forgetGone(inodes: ReadonlyMap<number, number>): void {
    for (const [inode, owner] of owners) if (!inodes.has(inode) || !isThere(owner)) owners.delete(inode);
    for (const inode of lost.keys()) if (!inodes.has(inode)) lost.delete(inode);
    for (const one of searched.keys()) if (!isThere(one)) searched.delete(one);
  }

  function stateOf(one: KnownProcess): Searched {
    const state = searched.get(one) ?? { at: Number.NEGATIVE_INFINITY, left: null, inodes: new Set(), denied: false };
    searched.set(one, state);
    return state;
  }

  /** Looks at the descriptors of a process; whether it got to their end before the time ran out. */
  function look(one: KnownProcess, until: number): boolean {
    const state = stateOf(one);
    const folder = `/proc/${one.pid}/fd`;
    // A list of ten thousand takes as long as all the time there is: it is read once, and its rest is kept.
    const goesOn = state.left !== null;
    let descriptors: readonly string[];
    try {
      descriptors = state.left ?? files.names(folder);
    } catch (error) {
      swallowed('engine', 'read-descriptors', error);
      Object.assign(state, { at: clock.monotonic(), left: null, denied: sourceFailure(error) === 'denied' });
      return true;
    }
    const found = goesOn ? state.inodes : new Set<number>();
    for (const [index, descriptor] of descriptors.entries()) {
      if (index % DESCRIPTORS_PER_CHECK === 0 && index > 0 && clock.monotonic() >= until) {
        Object.assign(state, { left: descriptors.slice(index), inodes: found });
        return false;
      }
      const inode = socketInode(files.target(`${folder}/${descriptor}`));
      if (inode === 0) continue;
      found.add(inode);
      const owner = owners.get(inode);
      if (owner === undefined || owner.pid > one.pid || !isThere(owner)) owners.set(inode, one);
    }
    for (const inode of state.inodes) if (!found.has(inode) && owners.get(inode) === one) owners.delete(inode);
    Object.assign(state, { at: clock.monotonic(), left: null, inodes: found });
    return true;
  }

  /** Those in which a new socket is most likely come first. */
  function candidates(makers: ReadonlySet<number>, since: number): KnownProcess[] {
    const rank = (one: KnownProcess) => {
      const state = stateOf(one);
      if (state.left !== null) return 0;
      const likely = makers.has(one.details.details.userId) ? 0 : 1;
      if (state.at === Number.NEGATIVE_INFINITY) return 1 + likely;
      return (one.lately > 0 ? 3 : 5) + likely;
    };
    return [...known().values()]
      .filter((one) => mayLook(one) && stateOf(one).at < since)
      .map((one) => ({ one, rank: rank(one), at: stateOf(one).at }))
      .sort((a, b) => a.rank - b.rank || a.at - b.at || a.one.pid - b.one.pid)
      .map(({ one }) => one);
  }

  /** Since when the sockets that are looked for are: who was looked at since then has none of them. */
  let wantedSince = Number.NEGATIVE_INFINITY;
  /** Those that were still looked for when the time ran out. */
  let wanted: ReadonlySet<number> = new Set();
  let searchedAt: number | undefined;
  /** The descriptors of some process may not be read: what is in no other may be in that one. */
  let refused = false;

  /** Sockets whose process can be found and is not known. What others made is found in their processes alone. */
  function unknownOf(inodes: ReadonlyMap<number, number>, now: number): Set<number> {
    const unknown = new Set<number>();
    for (const [inode, maker] of inodes) {
      if (owners.has(inode) || !maySee(maker)) continue;
      if (now - (lost.get(inode) ?? Number.NEGATIVE_INFINITY) >= SOCKET_LOST_MS) unknown.add(inode);
    }
    return unknown;
  }

  /** Takes what was found, and what is nowhere, out of `unknown`. */
  function searchFor(unknown: Set<number>, makers: ReadonlySet<number>, until: number): void {
    for (const one of candidates(makers, wantedSince)) {
      if (!look(one, until)) return;
      for (const inode of stateOf(one).inodes) if (unknown.delete(inode)) lookAtParents(one, until);
      if (unknown.size === 0) return;
      if (clock.monotonic() >= until) return;
    }
    for (const inode of unknown) lost.set(inode, clock.monotonic());
    unknown.clear();
  }

  /** What a process listens on may be its parent's, which handed it on. */
  function lookAtParents(one: KnownProcess, until: number): void {
    const parent = known().get(one.parentPid);
    if (!parent || !mayLook(parent) || stateOf(parent).at >= wantedSince || clock.monotonic() >= until) return;
    if (look(parent, until)) lookAtParents(parent, until);
  }

  return {
    ownerOf: (inode) => owners.get(inode),
    isGuarded(inode, maker) {
      if (!maySee(maker)) return true;
      return refused && !wanted.has(inode);
    },
    get unfinished() {
      return wanted.size > 0;
    },
    search(inodes) {
      const began = clock.monotonic();
      const since = searchedAt === undefined ? Number.POSITIVE_INFINITY : began - searchedAt;
      const share = Math.max(SOCKET_SEARCH_MS, since * SOCKET_SEARCH_SHARE);
      const until = began + Math.min(FIRST_SOCKET_SEARCH_MS, share);
      searchedAt = began;
      forgetGone(inodes);
      const unknown = unknownOf(inodes, began);
      // A socket that is new may be in a process that was looked at before.
      if ([...unknown].some((inode) => !wanted.has(inode))) wantedSince = began;
      const makers = new Set([...unknown].map((inode) => inodes.get(inode) ?? -1));
      if (unknown.size > 0) searchFor(unknown, makers, until);
      refused = [...searched.values()].some(({ denied }) => denied);
      wanted = unknown;
      // Whoever was not looked at for long: a socket may have been handed on, or closed in one of several.
      for (const one of candidates(makers, began - SOCKET_TURN_MS)) {
        if (clock.monotonic() >= until || !look(one, until)) return;
      }
    },
  };
}

/** Links that are read between two looks at the clock. */
const DESCRIPTORS_PER_CHECK = 64;

/** The number in `socket:[1234]`; 0 for what is no socket. */
function socketInode(target: Uint8Array | null): number {
  if (target === null || target.length < 10 || target[0] !== 0x73 || target[6] !== 0x3a || target[7] !== 0x5b) return 0;
  let inode = 0;
  for (let at = 8; at < target.length - 1; at += 1) inode = inode * 10 + (target[at] ?? 0) - 0x30;
  return inode;
}
