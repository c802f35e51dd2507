import { Search } from 'lucide-react';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { Autocomplete, Dialog, Input, Menu, MenuItem, Modal, ModalOverlay, TextField } from 'react-aria-components';
import { flushSync } from 'react-dom';
import type { CommandId } from '../../app/commands/catalogue.ts';
import { formatShortcut } from '../../app/commands/shortcut.ts';
import { t } from '../../app/messages/index.ts';
import { createStore, type Store, useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';
import { matchItems, paletteItems, withRecent } from './match.ts';
import './palette.css';

interface CommandPaletteProps {
  /** The commands used last, the latest first; without it they are remembered while the window is open. */
  readonly recent?: Store<readonly CommandId[]>;
}

/** Every command by name, one key press away. */
export function CommandPalette({ recent: given }: CommandPaletteProps) {
  const { paletteOpen, dispatch } = useModel();
  const open = useStore(paletteOpen);
  const [own] = useState(() => createStore<readonly CommandId[]>([]));
  const store = given ?? own;
  const recent = useStore(store);

  const choose = (command: CommandId) => {
    // The palette must be gone before the command runs: a command may open a dialog or move the focus.
    flushSync(() => {
      store.update((before) => withRecent(before, command));
      paletteOpen.set(false);
    });
    dispatch(command, 'palette');
  };

  return (
    <ModalOverlay className="palette-overlay" isOpen={open} onOpenChange={paletteOpen.set} isDismissable>
      <Modal className="palette">
        <Dialog aria-label={t('palette.title')} className="palette-dialog" data-keeps-edit-context="">
          <PaletteList recent={recent} onChoose={choose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

interface PaletteListProps {
  readonly recent: readonly CommandId[];
  readonly onChoose: (command: CommandId) => void;
}

function PaletteList({ recent, onChoose }: PaletteListProps) {
  const { platform, commandStateNow, trail } = useModel();
  // As if no dialog was open: the palette is one, and gone before the command runs.
  const [disabled] = useState(() => commandStateNow(false).disabled);
  const [query, setQuery] = useState('');
  const all = useMemo(() => paletteItems(disabled, trail.get().here.selection.length > 0), [disabled, trail]);
  const items = matchItems(all, query, recent);
  const usable = items.filter(({ reason }) => reason === null);
  const list = useRef<HTMLDivElement>(null);

  // The first row is the chosen one until another is: also before anything is typed, and after letters were deleted.
  const chooseFirst = (event: KeyboardEvent) => {
    const [first] = usable;
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || first === undefined) return;
    if (list.current?.querySelector('[data-focused]')) return;
    event.preventDefault();
    event.stopPropagation();
    onChoose(first.command.id);
  };

  return (
    <Autocomplete inputValue={query} onInputChange={setQuery}>
      {/* Not a SearchField: there Escape would first clear the text, where it should close. */}
      <TextField type="search" aria-label={t('palette.search')} className="palette-field" autoFocus>
        <Search className="ui-icon" aria-hidden />
        <Input className="palette-input" placeholder={t('palette.search')} onKeyDownCapture={chooseFirst} />
      </TextField>
      <Menu
        ref={list}
        aria-label={t('palette.title')}
        className="palette-list"
        items={items.map((item) => ({ ...item, id: item.command.id }))}
        disabledKeys={items.flatMap(({ command, reason }) => (reason === null ? [] : command.id))}
        onAction={(id) => onChoose(id as CommandId)}
        renderEmptyState={() => <p className="palette-empty">{t('palette.empty', { query })}</p>}
      >
        {({ command, title, menu, reason }) => (
          <MenuItem id={command.id} textValue={title} className="palette-item">
            <span className="palette-title">{title}</span>
            <span className="palette-menu">{reason ?? menu}</span>
            {command.shortcut && <kbd className="palette-shortcut">{formatShortcut(command.shortcut, platform)}</kbd>}
          </MenuItem>
        )}
      </Menu>
    </Autocomplete>
  );
}
