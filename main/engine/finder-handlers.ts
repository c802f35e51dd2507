import { debug } from 'candor-client/core';
import type { Client, Handlers } from 'candor-client/main';
import { shell } from 'electron';
import type { Question } from '../../app/finder/asking.ts';
import { readAnswer } from '../../app/finder/sent-answer.ts';
import type { Contract } from '../../app/ipc/contract.ts';
import type { FinderHost } from './finder-host.ts';

type FinderChannel = 'finder.watch' | 'finder.refresh' | 'finder.ask' | 'finder.open-folder';

/** What a page may not set off by itself: it ends what runs here, or clears what is remembered. */
const needsHand: readonly Question['ask'][] = ['end', 'clear'];

/** What main does for the channels that the Finder engine answers. */
export function createFinderHandlers(
  finderHost: FinderHost,
  activation: Pick<Client['activation'], 'isAtWork'>,
): Pick<Handlers<Contract>, FinderChannel> {
  return {
    'finder.watch': (watch, { window }) => finderHost.watch(window.id, watch),
    'finder.refresh': () => finderHost.refresh(),
    'finder.ask': async (question, { window }) => {
      if (needsHand.includes(question.ask) && !activation.isAtWork(window)) {
        debug('engine', 'question-refused', { ask: question.ask });
        shell.beep();
        return { ok: false, failure: 'refused' };
      }
      return await finderHost.ask(window.id, question);
    },
    'finder.open-folder': async ({ key }, { window }) => {
      if (!activation.isAtWork(window)) return { opened: false };
      const found = readAnswer<'detail'>(await finderHost.ask(window.id, { ask: 'detail', type: 'process', key }));
      const path = found.ok ? found.value?.row['path'] : null;
      if (typeof path !== 'string') return { opened: false };
      shell.showItemInFolder(path);
      return { opened: true };
    },
  };
}
