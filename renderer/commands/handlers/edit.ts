import { t } from '../../../app/messages/index.ts';
import { markedText } from '../edit-target.ts';
import type { HandlerPorts, Handlers } from './ports.ts';
import { perform } from './window.ts';

/** The edit commands work on the rows of a list, or on the text that has the focus. */
export const editHandlers = (ports: HandlerPorts): Handlers<'edit'> => ({
  'edit.undo': perform(ports, 'undo'),
  'edit.redo': perform(ports, 'redo'),
  'edit.cut': perform(ports, 'cut'),
  'edit.copy': () => {
    const rows = ports.targets.focused();
    if (rows) return rows.copy();
    // Chromium's own copy says nothing when it fails.
    const marked = markedText();
    if (marked) ports.copy(marked, t('common.copied'));
  },
  'edit.paste': perform(ports, 'paste'),
  'edit.select-all': () => {
    const rows = ports.targets.focused();
    if (rows) rows.selectAll();
    else perform(ports, 'select-all')();
  },
});
