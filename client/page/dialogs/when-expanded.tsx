import { type ReactNode, useContext } from 'react';
import { DisclosureStateContext } from 'react-aria-components';

/** What a disclosure holds, drawn only while it is unfolded: fifty folded tables make a window slow. */
export function WhenExpanded({ children }: { readonly children: ReactNode }) {
  const disclosure = useContext(DisclosureStateContext);
  return disclosure?.isExpanded ? children : null;
}
