import type { LucideIcon } from 'lucide-react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { Tooltip } from './tooltip.tsx';

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
