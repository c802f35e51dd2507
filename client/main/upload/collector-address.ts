import { swallowed } from '../../core/debug.ts';
import type { DiagnosisFacts } from '../../core/diagnosis/facts.ts';

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
  return parseCollectorAddress(chosen(own, packaged, environment, policy).address);
}

type Address = DiagnosisFacts['collector'];

function chosen(
  own: string,
  packaged: boolean,
  environment: Readonly<Record<string, string | undefined>>,
  policy: URL | undefined,
): Pick<Address, 'address' | 'source'> {
  const replacement = packaged ? undefined : environment['CANDOR_COLLECTOR_URL'];
  // An empty variable is none, as everywhere.
  if (replacement) return { address: replacement, source: 'environment' };
  return policy ? { address: policy.href, source: 'policy' } : { address: own, source: 'product' };
}

/** The same address for a diagnosis: where it comes from, and whether it can be used. Never throws. */
export function describeCollector(...given: Parameters<typeof chosen>): Address {
  const { address, source } = chosen(...given);
  try {
    const { origin, hostname } = parseCollectorAddress(address);
    return { address: origin, source, usable: true, local: isLoopback(hostname) };
  } catch (error) {
    swallowed('client', 'read-collector-address', error);
    // Without a name and a password that may stand before the host.
    return { address: address.replace(/\/\/[^/]*@/, '//'), source, usable: false, local: false };
  }
}

const isLoopback = (hostname: string) => ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);

export function parseCollectorAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const loopback = url !== undefined && isLoopback(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback)) return url;
  throw new Error(`The collector's address must use HTTPS, or be this computer: ${address}`);
}
