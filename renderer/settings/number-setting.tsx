import { Minus, Plus } from 'lucide-react';
import { Button, Group, Input, Label, NumberField } from 'react-aria-components';
import { t } from '../../app/messages/index.ts';

interface NumberSettingProps {
  readonly label: string;
  readonly value: number;
  readonly limits: { readonly min: number; readonly max: number };
  /** What the arrow keys and the buttons add or take. */
  readonly step: number;
  readonly onChange: (value: number) => void;
}

/** A setting that is a whole number. It is taken when the field is left, or with Enter; a number beyond a limit is the limit. */
export function NumberSetting({ label, value, limits, step, onChange }: NumberSettingProps) {
  const change = (entered: number) => {
    // An emptied field is no number.
    if (!Number.isNaN(entered) && entered !== value) onChange(Math.round(entered));
  };
  return (
    <NumberField
      className="settings-number"
      value={value}
      minValue={limits.min}
      maxValue={limits.max}
      onChange={change}
    >
      <Label>{label}</Label>
      <Group className="settings-stepper">
        <StepButton
          icon="less"
          label={label}
          isDisabled={value <= limits.min}
          onPress={() => onChange(stepped(-step))}
        />
        <Input className="settings-input" />
        <StepButton
          icon="more"
          label={label}
          isDisabled={value >= limits.max}
          onPress={() => onChange(stepped(step))}
        />
      </Group>
    </NumberField>
  );

  function stepped(by: number): number {
    return Math.min(limits.max, Math.max(limits.min, value + by));
  }
}

interface StepButtonProps {
  readonly icon: 'less' | 'more';
  readonly label: string;
  readonly isDisabled: boolean;
  readonly onPress: () => void;
}

/** The field's own steps are of one, which for megabytes is none; these have no slot of its. */
function StepButton({ icon, label, isDisabled, onPress }: StepButtonProps) {
  const Icon = icon === 'less' ? Minus : Plus;
  return (
    <Button
      slot={null}
      className="ui-icon-button"
      aria-label={t(icon === 'less' ? 'settings.less' : 'settings.more', { label })}
      isDisabled={isDisabled}
      onPress={onPress}
    >
      <Icon className="ui-icon" aria-hidden />
    </Button>
  );
}
