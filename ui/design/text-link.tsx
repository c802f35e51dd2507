import { Link, type LinkProps } from 'react-aria-components';

/** A link inside text: it leads elsewhere in the app, and changes nothing. */
export function TextLink(props: Omit<LinkProps, 'className'>) {
  return <Link {...props} className="ui-link" />;
}
