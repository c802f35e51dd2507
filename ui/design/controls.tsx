import { ChevronRight, type LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  Disclosure as AriaDisclosure,
  RadioGroup as AriaRadioGroup,
  Tooltip as AriaTooltip,
  DisclosurePanel,
  Heading,
  Label,
  Link,
  type LinkProps,
  RadioButton,
  RadioField,
  Text,
  TooltipTrigger,
} from 'react-aria-components';

interface ButtonProps extends Omit<AriaButtonProps, 'className'> {
  /** `primary` is for the one button that a window expects; a question between equals has none. */
  readonly variant?: 'plain' | 'primary';
}

export function Button({ variant = 'plain', ...props }: ButtonProps) {
  return <AriaButton {...props} className="ui-button" data-variant={variant} />;
}

interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'aria-label'> {
  readonly icon: LucideIcon;
  /** The accessible name, which the tooltip shows. */
  readonly label: string;
  readonly shortcut?: string | undefined;
}

export function IconButton({ icon: Icon, label, shortcut, ...props }: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <AriaButton {...props} className="ui-icon-button" aria-label={label}>
        <Icon className="ui-icon" aria-hidden />
      </AriaButton>
    </Tooltip>
  );
}

/** A link inside text: it leads elsewhere, and changes nothing. */
export function TextLink(props: Omit<LinkProps, 'className'>) {
  return <Link {...props} className="ui-link" />;
}

/** Long enough to pass over a toolbar without a trail of tooltips. */
const DELAY_MS = 600;

interface TooltipProps {
  /** One control; it must take focus, so that the keyboard shows the tooltip too. */
  readonly children: ReactElement;
  readonly text: string;
  /** The shortcut as people of the platform read it. */
  readonly shortcut?: string | undefined;
}

/** Names a control on hover and on keyboard focus, with its shortcut. */
export function Tooltip({ children, text, shortcut }: TooltipProps) {
  return (
    <TooltipTrigger delay={DELAY_MS} closeDelay={0}>
      {children}
      <AriaTooltip className="ui-tooltip" offset={6}>
        {text}
        {shortcut && <kbd>{shortcut}</kbd>}
      </AriaTooltip>
    </TooltipTrigger>
  );
}

interface Option<Value extends string> {
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

interface DisclosureProps {
  readonly title: string;
  /** Facts about the part, quieter than its title. */
  readonly aside?: string;
  /** Level of the heading among those around it. */
  readonly level?: 3 | 4;
  readonly defaultExpanded?: boolean;
  /** `band` for the parts that a page consists of; they are told apart at a glance. */
  readonly look?: 'plain' | 'band';
  /** Controls beside the title; something wider goes below it. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A part that stays folded until someone asks for it. */
export function Disclosure(props: DisclosureProps) {
  const { title, aside, level = 3, defaultExpanded = false, look = 'plain', actions, children } = props;
  return (
    <AriaDisclosure defaultExpanded={defaultExpanded}>
      <div className="ui-disclosure-head">
        <Heading level={level}>
          <AriaButton slot="trigger" className="ui-disclosure-trigger" data-look={look}>
            <ChevronRight className="ui-icon ui-disclosure-mark" aria-hidden />
            {title}
            {aside && <span className="ui-disclosure-aside">{aside}</span>}
          </AriaButton>
        </Heading>
        {actions}
      </div>
      <DisclosurePanel>{children}</DisclosurePanel>
    </AriaDisclosure>
  );
}
