import { ChevronDown } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { type CommandId, commands } from '../../app/commands/catalogue.ts';
import { t, tn } from '../../app/messages/index.ts';
import { Tooltip } from '../../ui/design/controls.tsx';
import { useStore } from '../../ui/state/store.ts';
import { ContextMenu, commandItem, type MenuPoint } from '../menu-bar/menu-list.tsx';
import { useModel } from '../state/model.ts';
import { scopes } from '../state/scope.ts';

const scopeCommands = commands.filter(({ id }) => scopes.some((scope) => id === `view.scope-${scope}`));

/** Which processes the list shows, beside how many they are. */
export function ScopeButton() {
  const { results, settings, commandState, dispatch, platform } = useModel();
  const shown = useStore(results, ({ type, mode }) => type === 'process' && mode !== 'history');
  const outside = useStore(results, (result) => result.outside);
  const scope = useStore(settings, (now) => now.scope);
  const { checked, disabled } = useStore(commandState);
  const button = useRef<HTMLButtonElement>(null);
  const [at, setAt] = useState<MenuPoint | null>(null);
  if (!shown) return null;
  const name = t('place.scope', { scope: t(`place.scope.${scope}`) });
  const more = scope === 'all' ? tn('place.kernel', outside, { search: 'is:kernel' }) : tn('place.outside', outside);
  const open = () => {
    const box = button.current?.getBoundingClientRect();
    if (box) setAt({ x: box.left, y: box.top });
  };
  return (
    <>
      <Tooltip text={outside > 0 ? `${name}\n${more}` : name}>
        <Button ref={button} className="path-note path-scope" aria-haspopup="menu" aria-label={name} onPress={open}>
          {t(`place.scope.${scope}`)}
          <ChevronDown className="path-chevron" aria-hidden />
        </Button>
      </Tooltip>
      {at && (
        <ContextMenu
          label={name}
          at={at}
          entries={scopeCommands.map((command) =>
            commandItem({ command, checked: checked.has(command.id), enabled: !disabled.has(command.id) }, platform),
          )}
          onAction={(id) => dispatch(id as CommandId, 'button')}
          onClose={() => setAt(null)}
        />
      )}
    </>
  );
}
