/** Where batches go; a constant of the product, replaced by the environment only in a build that is not packaged. */
const COLLECTOR = 'https://collector.candor.example';

/**
 * The collector's address.
 * @throws with a clear sentence when the replacement is neither HTTPS nor this computer.
 */
export function collectorAddress(packaged: boolean, environment: Readonly<Record<string, string | undefined>>): URL {
  const replacement = packaged ? undefined : environment['CANDOR_COLLECTOR_URL'];
  return parseCollectorAddress(replacement ?? COLLECTOR);
}

export function parseCollectorAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const loopback = url !== undefined && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback)) return url;
  throw new Error(`The collector's address must use HTTPS, or be this computer: ${address}`);
}
