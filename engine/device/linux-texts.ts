import type { OperatingSystem } from './readings.ts';

/** Lines of os-release(5): shell assignments with optional quotes. */
export function parseOsRelease(text: string): OperatingSystem {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line.trim()) ?? [];
    if (name && value !== undefined) values.set(name, value.replace(/^(["'])(.*)\1$/, '$2').replace(/\\(.)/g, '$1'));
  }
  const name = values.get('PRETTY_NAME') || [values.get('NAME'), values.get('VERSION')].filter(Boolean).join(' ');
  return { name: name || 'Linux', build: values.get('BUILD_ID') ?? '' };
}

export interface Mount {
  readonly mount: string;
  readonly type: string;
}

/**
 * The mounted volumes of this computer, from /proc/self/mounts: those on a device, and pools such as zfs. A share of
 * another computer is left out, because measuring it goes over the network and hangs when that computer is gone; images
 * that are mounted as read-only programs (snap) are no storage.
 */
export function localMounts(text: string): Mount[] {
  const seen = new Set<string>();
  const mounts: Mount[] = [];
  for (const line of text.split('\n')) {
    const [device, place, type] = line.split(' ');
    if (!device || !place || !type || seen.has(device) || images.has(type)) continue;
    if (!device.startsWith('/dev/') && type !== 'zfs') continue;
    // A device mounted in several places is one volume; the first place is the outermost.
    seen.add(device);
    mounts.push({ mount: unescaped(place), type });
  }
  return mounts;
}

const images = new Set(['squashfs', 'iso9660', 'erofs', 'cramfs']);

/** White space and backslashes are written in octal: `\040`. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** The gateway of the default IPv4 route, from /proc/net/route; empty when there is none. */
export function parseGateway(text: string): string {
  for (const line of text.split('\n')) {
    const [, destination, gateway, flags] = line.split(/\s+/);
    if (destination !== '00000000' || !gateway || !(Number.parseInt(flags ?? '', 16) & ROUTE_HAS_GATEWAY)) continue;
    // The address stands there in the byte order of the processor, which is little-endian on all of ours.
    const bytes = gateway.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [];
    return bytes.reverse().join('.');
  }
  return '';
}

/** RTF_GATEWAY of the kernel's include/uapi/linux/route.h. */
const ROUTE_HAS_GATEWAY = 0x2;
