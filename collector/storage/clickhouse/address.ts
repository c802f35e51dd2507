/** Which server, and in whose name it is asked. */
export interface ServerAddress {
  /** Without user and password: this may be said and logged. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/**
 * Reads the address of a server, `https://user:password@host:8443/path`. Whoever is named beside it counts more
 * than whom it names.
 * @throws Error that says in one sentence what is wrong with it, and nothing of a password.
 */
export function readAddress(
  text: string,
  named: { readonly user?: string | undefined; readonly password?: string | undefined } = {},
): ServerAddress {
  const address = URL.parse(text);
  if (address?.protocol !== 'http:' && address?.protocol !== 'https:') {
    throw new Error('the address of ClickHouse is that of its HTTP interface, http://… or https://…');
  }
  if (address.search !== '' || address.hash !== '') {
    throw new Error('the address of ClickHouse takes no settings: they are the collector’s own');
  }
  const user = named.user ?? (decodeURIComponent(address.username) || 'default');
  const password = named.password ?? decodeURIComponent(address.password);
  address.username = '';
  address.password = '';
  return { url: address.href.replace(/\/$/, ''), user, password };
}
