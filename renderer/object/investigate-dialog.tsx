import { type Key, Menu, MenuItem } from 'react-aria-components';
import { t } from '../../app/messages/index.ts';
import { formatQuery } from '../../app/query/format.ts';
import type { ObjectType, Row } from '../../app/query/query.ts';
import { DialogFrame, Modal } from '../../ui/design/index.ts';
import { useModel } from '../state/model.ts';
import { goToQuery } from '../state/navigation.ts';
import { useModalWatch } from './modal-watch.ts';
import { investigationsOf } from './object-queries.ts';
import { useShown } from './shown.ts';
import { shownQuery } from './shown-query.ts';
import './object.css';

interface InvestigateDialogProps {
  readonly type: ObjectType;
  readonly row: Row;
  readonly name: string;
  readonly onClose: () => void;
}

/** Where to look next from an object: searches, with their text, so that they teach how to ask the next one. */
export function InvestigateDialog({ type, row, name, onClose }: InvestigateDialogProps) {
  useModalWatch();
  const { trail } = useModel();
  const shown = useShown();
  const ways = investigationsOf(type, row).map(({ id, query }) => ({ id, text: formatQuery(query) }));
  const choose = (id: Key) => {
    const way = ways.find((one) => one.id === id);
    onClose();
    if (way) trail.update((now) => goToQuery(now, way.text));
  };
  return (
    <Modal isOpen size="regular" onEscape={onClose}>
      <DialogFrame title={t('investigate.title', { name })} onClose={onClose}>
        <p className="investigate-lead">{t('investigate.lead')}</p>
        <Menu className="investigate" aria-label={t('investigate.title', { name })} autoFocus="first" onAction={choose}>
          {ways.map(({ id, text }) => (
            <MenuItem key={id} id={id} className="investigate-way" textValue={t(`investigate.${id}`)}>
              <span>{t(`investigate.${id}`)}</span>
              <code className="investigate-query">{shownQuery(text, type, shown)}</code>
            </MenuItem>
          ))}
        </Menu>
      </DialogFrame>
    </Modal>
  );
}
