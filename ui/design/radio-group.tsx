import { RadioGroup as AriaRadioGroup, Label, RadioButton, RadioField, Text } from 'react-aria-components';

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly description?: string;
  readonly isDisabled?: boolean;
}

interface RadioGroupProps<Value extends string> {
  readonly label: string;
  readonly options: readonly Option<Value>[];
  /** `null` when nothing was chosen yet. */
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
  readonly isDisabled?: boolean;
  /** Why it cannot be changed, or what else to know. */
  readonly description?: string | undefined;
}

export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  const { label, options, value, onChange, isDisabled = false, description } = props;
  const choose = (chosen: string) => {
    const option = options.find((candidate) => candidate.value === chosen);
    if (option) onChange(option.value);
  };
  return (
    <AriaRadioGroup className="ui-radios" value={value} onChange={choose} isDisabled={isDisabled}>
      <Label className="ui-group-label">{label}</Label>
      {options.map((option) => (
        <RadioField key={option.value} value={option.value} isDisabled={option.isDisabled ?? false}>
          <RadioButton className="ui-choice">
            <span className="ui-mark" />
            {option.label}
          </RadioButton>
          {option.description && (
            <Text slot="description" className="ui-option-note">
              {option.description}
            </Text>
          )}
        </RadioField>
      ))}
      {description && <Text slot="description">{description}</Text>}
    </AriaRadioGroup>
  );
}
