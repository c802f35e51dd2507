import { useMemo } from 'react';
import { wallClock } from '../../ui/state/clock.ts';
import { useStore } from '../../ui/state/store.ts';
import type { CellContext } from '../grid/grid-column.ts';
import { MASK, maskText } from '../redact/redact.ts';
import { useModel } from '../state/model.ts';

/** Texts of this computer as they may be shown. */
export interface Shown {
  /** What cells of a list need to know for the same. */
  readonly context: CellContext;
  /** A text in which names and addresses may stand, such as a command line or the name of a program. */
  readonly text: (text: string) => string;
  /** A name of a person, a computer or an address. */
  readonly name: (name: string) => string;
}

/** Accounts of which every computer has the same; they name nobody. */
const nobody = new Set(['', 'root', 'nobody', 'daemon', 'SYSTEM', 'LOCAL SERVICE', 'NETWORK SERVICE']);

/** How texts are shown in this window: as they are, or with names and addresses masked. */
export function useShown(): Shown {
  return useShownAs(useStore(useModel().settings, ({ redact }) => redact));
}

/** How texts are shown, masked or not, whatever the window does. */
export function useShownAs(redact: boolean): Shown {
  const { device, lists } = useModel();
  const hostName = useStore(device, ({ report }) => report?.hostName ?? '');
  const users = useStore(lists.processes, ({ rows }) => (redact ? usersOf(rows) : ''));
  const today = useStore(lists.processes, ({ at }) => new Date(at ?? wallClock()).setHours(12, 0, 0, 0));
  return useMemo(() => {
    const names = [hostName, ...users.split('\n')].filter((name) => !nobody.has(name));
    return {
      context: { redact, names, today },
      text: (text) => (redact ? maskText(text, names) : text),
      name: (name) => (redact && name !== '' ? MASK : name),
    };
  }, [redact, hostName, users, today]);
}

/** Accounts of these processes as one text, which is the same while they are. */
function usersOf(rows: readonly { readonly [property: string]: unknown }[]): string {
  return [...new Set(rows.map(({ user }) => (typeof user === 'string' ? user : '')))].toSorted().join('\n');
}
