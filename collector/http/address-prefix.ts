import { isIPv4, isIPv6 } from 'node:net';

const V4_MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * The network that an address is of, as budgets are kept for: what one household, office or server gets. 24 bits of an IPv4
 * address, 56 of an IPv6 one. It is kept in memory only, for minutes.
 * @param address Fastify's `request.ip`, which is `undefined` by now where the connection or stream has ended.
 */
export function addressPrefix(address: string | undefined = ''): string {
  const [plain = ''] = address.split('%');
  const v4 = V4_MAPPED.exec(plain)?.[1] ?? plain;
  if (isIPv4(v4)) return `${v4.slice(0, v4.lastIndexOf('.'))}.0/24`;
  if (!isIPv6(plain)) return 'unknown';
  const [front = '', back] = plain.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const [first, last] = [groups(front), groups(back ?? '')];
  // An IPv4 address at the end stands for two groups, which are behind the prefix.
  const lastLength = last.length + (last.at(-1)?.includes('.') ? 1 : 0);
  const zeros = back === undefined ? 0 : Math.max(0, 8 - first.length - lastLength);
  const all = [...first, ...Array<string>(zeros).fill('0'), ...last].map((group) => Number.parseInt(group, 16) || 0);
  const [a = 0, b = 0, c = 0, d = 0] = all;
  return `${[a, b, c, d & 0xff00].map((group) => group.toString(16)).join(':')}::/56`;
}

/** This computer itself, or a proxy on it that does not say whom it speaks for. */
export function isLoopback(address: string | undefined = ''): boolean {
  return address === '::1' || (V4_MAPPED.exec(address)?.[1] ?? address).startsWith('127.');
}
