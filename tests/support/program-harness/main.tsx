import { createRoot } from 'react-dom/client';
import type { Platform } from '../../../app/commands/shortcut.ts';
import type { EventChannel } from '../../../app/ipc/contract.ts';
import { dialogClosed, dialogOpened, openProgramDialog, ProgramDialogs } from '../../../renderer/program/index.ts';
import * as samples from './fake-bridge.ts';

/** The dialogs over an empty window, with a main process that is made up; `window.harness` steers it. */
const world: samples.World = {
  status: samples.undecided,
  shared: [],
  failing: new Set(),
  silent: new Set(),
  calls: [],
};
const { bridge, emit } = samples.createFakeBridge(world);
const harness = {
  world,
  samples,
  emit: emit as (channel: EventChannel, payload?: unknown) => void,
  openProgramDialog,
  dialogOpened,
  dialogClosed,
};
Object.assign(window, { candor: bridge, harness });

const query = new URLSearchParams(location.search);
const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
createRoot(root).render(
  <main>
    <button type="button" id="before">
      Window
    </button>
    <ProgramDialogs platform={(query.get('platform') ?? 'linux') as Platform} />
  </main>,
);
