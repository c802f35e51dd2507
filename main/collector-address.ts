/**
 * The collector's address: the product's, replaced by the organisation's policy, and by the environment only in a build
 * that is not packaged, so that nobody's tests are sent to an organisation.
 * @param own the product's.
 * @throws with a clear sentence when the replacement is neither HTTPS nor this computer.
 */
export function collectorAddress(
  own: string,
  packaged: boolean,
  environment: Readonly<Record<string, string | undefined>>,
  policy?: URL | undefined,
): URL {
  const replacement = packaged ? undefined : environment['CANDOR_COLLECTOR_URL'];
  // An empty variable is none, as everywhere.
  return replacement ? parseCollectorAddress(replacement) : (policy ?? parseCollectorAddress(own));
}

export function parseCollectorAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const loopback = url !== undefined && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback)) return url;
  throw new Error(`The collector's address must use HTTPS, or be this computer: ${address}`);
}
