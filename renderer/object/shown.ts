import { useMemo } from 'react';
import type { Row } from '../../app/query/query.ts';
import { displayText } from '../../app/text/display.ts';
import { wallClock } from '../../ui/state/clock.ts';
import { useStore } from '../../ui/state/store.ts';
import type { CellContext } from '../grid/grid-column.ts';
import { MASK, maskText } from '../redact/redact.ts';
import { useModel } from '../state/model.ts';

/** Texts of this computer as they may be shown; what cannot be seen in them is made visible. */
export interface Shown {
  /** What cells of a list need to know for the same. */
  readonly context: CellContext;
  /** A text in which names and addresses may stand, such as a command line or the name of a program. */
  readonly text: (text: string) => string;
  /** A name of a person, a computer or an address. */
  readonly name: (name: string) => string;
}

/** How texts are shown in this window: as they are, or with names and addresses masked. */
export function useShown(): Shown {
  return useShownAs(useStore(useModel().settings, ({ redact }) => redact));
}

/** How texts are shown, masked or not, whatever the window does. */
export function useShownAs(redact: boolean): Shown {
  const { device, lists } = useModel();
  const hostName = useStore(device, ({ report }) => report?.hostName ?? '');
  const account = useStore(device, ({ report }) => report?.facts.find(({ id }) => id === 'account')?.value ?? '');
  const own = useStore(lists.processes, ({ rows }) => (redact ? ownName(rows) : ''));
  const today = useStore(lists.processes, ({ at }) => new Date(at ?? wallClock()).setHours(12, 0, 0, 0));
  return useMemo(() => {
    const names = [...new Set([hostName, account, own])].filter((name) => name !== '' && name !== 'root');
    return {
      context: { redact, names, today },
      text: (text) => (redact ? maskText(displayText(text), names) : displayText(text)),
      name: (name) => (redact && name !== '' ? MASK : displayText(name)),
    };
  }, [redact, hostName, account, own, today]);
}

/**
 * The name of the account that runs the Finder. Names of other accounts are masked where they stand by themselves; in
 * texts they are not, because services have them too, and `postgres` is the name of a program as well.
 */
function ownName(rows: readonly Row[]): string {
  const own = rows.find(({ mine, user }) => mine === true && user !== '');
  return String(own?.['user'] ?? '');
}
