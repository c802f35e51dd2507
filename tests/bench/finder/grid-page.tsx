/** A page with the list and nothing else, on rows that are made up: for measuring it, and for looking at it. */
import '../../../ui/design/tokens.css';
import '../../../ui/design/base.css';
import '../../../ui/design/components.css';
import '../../../renderer/device/device.css';
import './grid-page.css';
import { setProductTexts } from 'candor-client/core';
import { createRef, StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { PAGE_ROWS } from '../../../app/finder/history.ts';
import type { GridState } from '../../../app/grid/grid-state.ts';
import { catalogues } from '../../../app/messages/index.ts';
import type { Row } from '../../../app/query/query.ts';
import { EditTargets } from '../../../renderer/commands/edit-target.ts';
import { Grid } from '../../../renderer/grid/grid.tsx';
import type { GridHandle, GridMenu, GridProps } from '../../../renderer/grid/grid-props.ts';
import { GridLoading, GridNotice } from '../../../renderer/grid/grid-states.tsx';
import { LocalSource } from '../../../renderer/grid/local-source.ts';
import { PagedSource } from '../../../renderer/grid/paged-source.ts';
import { columnsOf } from '../../../renderer/views/columns.ts';
import { defaultListState } from '../../../renderer/views/list-state.ts';
import { derived } from '../../../ui/state/derived.ts';
import { createStore, useStore } from '../../../ui/state/store.ts';
import { gridRows, nextReading } from './grid-rows.ts';

setProductTexts(catalogues);
const columns = columnsOf('process', 'now', { isShared: () => false, memoryTotal: () => 1_000_000_000 });
/** Rows whose name holds a text. */
const filterBy = (text: string) =>
  text === '' ? null : { matches: ({ name }: Row) => String(name).includes(text), keepChildren: true };
const rows = createStore<readonly Row[]>([]);
const state = createStore<GridState>(defaultListState('process'));
const query = createStore('');
const selection = createStore<readonly string[]>([]);
const context = createStore({ redact: false, names: ['vm'], today: 1_773_050_000_000 });
const instead = createStore<'nothing' | 'loading' | null>(null);
const local = new LocalSource({ rows, state, filter: derived([query], () => filterBy(query.get())), columns });
const source = createStore<GridProps['source']>(local);
/** What the list has told of, the newest last. */
const told: unknown[] = [];
let reading = 0;

const handle = createRef<GridHandle>();
const targets = new EditTargets();
const host: GridProps['host'] = {
  targets,
  copy: (text, done) => told.push({ copied: text, done }),
  say: (text) => told.push({ said: text }),
  run: (command) => {
    const list = targets.focused();
    if (command === 'edit.copy') list?.copy();
    else list?.selectAll();
  },
};

function Page() {
  const [menu, setMenu] = useState<GridMenu | null>(null);
  const shown = useStore(instead);
  return (
    <Grid
      source={useStore(source)}
      columns={columns}
      state={useStore(state)}
      onState={state.set}
      label="Processes"
      context={useStore(context)}
      host={host}
      selection={useStore(selection)}
      onSelection={selection.set}
      canTree
      canGroup
      copied={(count) => `Copied ${count} rows`}
      onMenu={(next) => {
        told.push({ menu: next.rows, column: next.column?.id ?? null });
        setMenu(next);
      }}
      onOpen={(key) => told.push({ opened: key })}
      onPreview={(key) => told.push({ previewed: key })}
      onDelete={(keys) => told.push({ deleted: keys })}
      handle={handle}
      instead={
        (shown === 'loading' && <GridLoading label="Reading" />) ||
        (shown === 'nothing' && <GridNotice>Nothing matches.</GridNotice>) ||
        (menu && null)
      }
    />
  );
}

const harness = {
  show(count: number) {
    rows.set(gridRows(count));
    source.set(local);
  },
  page(count: number) {
    const all = gridRows(count);
    const fetch = async (from: number) => all.slice(from, from + PAGE_ROWS);
    const first = all.slice(0, PAGE_ROWS);
    source.set(new PagedSource({ total: count, first, fetch, onFailure: (error) => told.push({ error }) }));
  },
  read() {
    reading += 1;
    rows.update((now) => nextReading(now, reading));
  },
  /** As a menu does, wherever the focus is. */
  copy: () => handle.current?.copy('text'),
  state,
  query,
  selection,
  context,
  instead,
  told,
};
declare global {
  interface Window {
    harness: typeof harness;
  }
}
window.harness = harness;

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Page />
    </StrictMode>,
  );
}
