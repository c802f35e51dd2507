import type { ComponentProps, MouseEvent } from 'react';
import { goTo } from './address.ts';

/** A link within the dashboard: a plain click shows its page at once, everything else is the browser's. */
export function Link({ href, onClick, ...props }: Omit<ComponentProps<'a'>, 'href'> & { readonly href: string }) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !isPlain) return;
    event.preventDefault();
    goTo(href);
  };
  return <a {...props} href={href} onClick={follow} />;
}
