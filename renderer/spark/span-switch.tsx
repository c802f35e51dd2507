import { type Key, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { type Span, spans } from '../../app/finder/history.ts';
import { t } from '../../app/messages/index.ts';
import './span-switch.css';

interface SpanSwitchProps {
  readonly span: Span;
  readonly onSpan: (span: Span) => void;
}

const names = Object.keys(spans) as readonly Span[];

/** How far back the sparklines look. */
export function SpanSwitch({ span, onSpan }: SpanSwitchProps) {
  const choose = (keys: Set<Key>) => {
    const chosen = names.find((name) => keys.has(name));
    if (chosen) onSpan(chosen);
  };
  return (
    <ToggleButtonGroup
      className="span-switch"
      aria-label={t('spark.span')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[span]}
      onSelectionChange={choose}
    >
      {names.map((name) => (
        <ToggleButton key={name} id={name} className="span-choice">
          {t(`spark.span.${name}`)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
