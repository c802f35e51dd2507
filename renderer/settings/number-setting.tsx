import { Minus, Plus } from 'lucide-react';
import { useState } from 'react';
import { Button, Input, Label, TextField } from 'react-aria-components';
import { t } from '../../app/messages/index.ts';

interface Limits {
  readonly min: number;
  readonly max: number;
}

interface NumberSettingProps {
  readonly label: string;
  readonly value: number;
  readonly limits: Limits;
  /** What the arrow keys and the buttons add or take. */
  readonly step: number;
  readonly onChange: (value: number) => void;
}

/**
 * A setting that is a whole number. It is taken with Enter or when the field is left. Not React Aria's NumberField: what
 * it announces goes into the page as HTML, which the page's own policy refuses.
 */
export function NumberSetting({ label, value, limits, step, onChange }: NumberSettingProps) {
  /** What is being typed; `undefined`: nothing. */
  const [draft, setDraft] = useState<string>();
  const take = (next: number) => {
    setDraft(undefined);
    if (next !== value) onChange(next);
  };
  const stepBy = (by: number) => take(within(limits, entered(draft, value) + by));
  const commit = () => take(within(limits, entered(draft, value)));
  return (
    <TextField
      className="settings-number"
      inputMode="numeric"
      value={draft ?? String(value)}
      onChange={setDraft}
      onBlur={commit}
      onKeyDown={({ key }) => {
        if (key === 'Enter') commit();
        else if (key === 'ArrowUp') stepBy(step);
        else if (key === 'ArrowDown') stepBy(-step);
      }}
    >
      <Label>{label}</Label>
      <div className="settings-stepper">
        <StepButton icon="less" label={label} isDisabled={value <= limits.min} onPress={() => stepBy(-step)} />
        <Input className="settings-input" />
        <StepButton icon="more" label={label} isDisabled={value >= limits.max} onPress={() => stepBy(step)} />
      </div>
    </TextField>
  );
}

/** The number that is typed; what is none leaves the value as it is. */
export function entered(draft: string | undefined, value: number): number {
  const text = draft?.trim() ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : value;
}

export function within({ min, max }: Limits, value: number): number {
  return Math.min(max, Math.max(min, value));
}

interface StepButtonProps {
  readonly icon: 'less' | 'more';
  readonly label: string;
  readonly isDisabled: boolean;
  readonly onPress: () => void;
}

function StepButton({ icon, label, isDisabled, onPress }: StepButtonProps) {
  const Icon = icon === 'less' ? Minus : Plus;
  return (
    <Button
      className="ui-icon-button"
      aria-label={t(icon === 'less' ? 'settings.less' : 'settings.more', { label })}
      isDisabled={isDisabled}
      onPress={onPress}
    >
      <Icon className="ui-icon" aria-hidden />
    </Button>
  );
}
