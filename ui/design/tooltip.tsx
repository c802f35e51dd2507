import type { ReactElement } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components';

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
