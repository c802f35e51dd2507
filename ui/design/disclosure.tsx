import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Disclosure as AriaDisclosure, Button, DisclosurePanel, Heading } from 'react-aria-components';

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
          <Button slot="trigger" className="ui-disclosure-trigger" data-look={look}>
            <ChevronRight className="ui-icon ui-disclosure-mark" aria-hidden />
            {title}
            {aside && <span className="ui-disclosure-aside">{aside}</span>}
          </Button>
        </Heading>
        {actions}
      </div>
      <DisclosurePanel>{children}</DisclosurePanel>
    </AriaDisclosure>
  );
}
