import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { CheckboxButton, CheckboxField, Text } from 'react-aria-components';

interface CheckBoxProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly isDisabled?: boolean;
  /** What it means, and what else to know. */
  readonly children?: ReactNode;
}

/** A choice that is on or off by itself. */
export function CheckBox({ label, isOn, onChange, isDisabled = false, children }: CheckBoxProps) {
  return (
    <CheckboxField isSelected={isOn} onChange={onChange} isDisabled={isDisabled} className="ui-check">
      <CheckboxButton className="ui-choice">
        <span className="ui-check-box">
          <Check className="ui-icon" aria-hidden />
        </span>
        {label}
      </CheckboxButton>
      {children && (
        <Text slot="description" className="ui-option-note">
          {children}
        </Text>
      )}
    </CheckboxField>
  );
}
