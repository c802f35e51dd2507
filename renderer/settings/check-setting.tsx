import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { CheckboxButton, CheckboxField, Text } from 'react-aria-components';

interface CheckSettingProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly isDisabled?: boolean;
  /** What it means, and what else to know. */
  readonly children: ReactNode;
}

/** A setting that is on or off. */
export function CheckSetting({ label, isOn, onChange, isDisabled = false, children }: CheckSettingProps) {
  return (
    <CheckboxField isSelected={isOn} onChange={onChange} isDisabled={isDisabled} className="settings-check">
      <CheckboxButton className="ui-choice">
        <span className="settings-box">
          <Check className="ui-icon" aria-hidden />
        </span>
        {label}
      </CheckboxButton>
      <Text slot="description" className="ui-option-note">
        {children}
      </Text>
    </CheckboxField>
  );
}
