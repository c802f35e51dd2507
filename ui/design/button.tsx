import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';

export interface ButtonProps extends Omit<AriaButtonProps, 'className'> {
  /** `primary` is for the one button that a window expects; a question between equals has none. */
  readonly variant?: 'plain' | 'primary';
}

export function Button({ variant = 'plain', ...props }: ButtonProps) {
  return <AriaButton {...props} className="ui-button" data-variant={variant} />;
}
