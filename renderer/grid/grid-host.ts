import { useMemo } from 'react';
import type { CommandId } from '../../app/commands/catalogue.ts';
import type { EditTargets } from '../commands/edit-target.ts';
import { useModel } from '../state/model.ts';

/** What a list needs of the window around it. */
export interface GridHost {
  /** Learns that Copy and Select All mean the list while it has the focus. */
  readonly targets: EditTargets;
  /** Puts a text on the clipboard and says `done`, or why it could not. */
  readonly copy: (text: string, done: string) => void;
  /** Says something for a moment. */
  readonly say: (text: string) => void;
  /** Runs a command of the window's catalogue, as its shortcut does. */
  readonly run: (command: Extract<CommandId, 'edit.copy' | 'edit.select-all'>) => void;
}

/** The Finder window as the host of a list. */
export function useGridHost(): GridHost {
  const { targets, copy, notice, dispatch } = useModel();
  return useMemo(
    () => ({
      targets,
      copy,
      say: (text) => notice.set({ tone: 'ok', text }),
      run: (command) => dispatch(command, 'shortcut'),
    }),
    [targets, copy, notice, dispatch],
  );
}
