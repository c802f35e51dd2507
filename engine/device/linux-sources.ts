import type { Clock } from 'candor-client/node';
import { systemBoot } from '../sampler/linux/boot-time.ts';
import { isWholeDisk, parseMemory } from '../sampler/linux/system-counters.ts';
import { createAccounts, namesOrNone, type SystemFiles, textOrNothing } from '../sampler/linux/system-files.ts';
import type { Surroundings } from './device-report.ts';
import { type HardwareInformation, hardwareSources, mapControllers } from './hardware-sources.ts';
import { firmwareSources, saysHypervisor } from './linux-firmware.ts';
import { linuxProcessor } from './linux-processor.ts';
import type { NodeSystem } from './node-system.ts';
import type { DeviceSources, Disk, Display, NetworkInterface, OperatingSystem, Volume } from './readings.ts';

interface LinuxSourcesParts {
  readonly files: SystemFiles;
  readonly system: NodeSystem;
  readonly clock: Clock;
  readonly userId: number;
  /** Loaded at the first report: it is not needed for samples. */
  readonly information: () => Promise<HardwareInformation>;
}

/**
 * Where the facts come from on Linux. What /proc and /sys tell is read there: systeminformation's osInfo asks for the
 * full host name, which may ask a name server, and its fsSize hangs on a network share that is gone.
 */
export function linuxSources({ files, system, clock, userId, information }: LinuxSourcesParts): DeviceSources {
  const account = createAccounts(files, clock);
  const { battery, cpu, modules } = hardwareSources(information);
  return {
    ...firmwareSources(files),
    battery,
    cpu: { label: '/proc/cpuinfo', read: () => linuxProcessor(files) ?? cpu.read() },
    // For anybody else dmidecode ends with a refusal.
    modules: { ...modules, read: () => (userId === 0 ? modules.read() : []) },
    machine: {
      label: 'Linux',
      read: () => ({
        ...system.machine(),
        account: account(userId),
        bootedAt: systemBoot(files, clock.now()),
        firmware: files.exists('/sys/firmware/efi') ? 'UEFI' : firmwareWithoutEfi(files),
      }),
    },
    os: {
      label: '/etc/os-release',
      read: () => parseOsRelease(textOrNothing(files, '/etc/os-release') || files.text('/usr/lib/os-release')),
    },
    memory: { label: '/proc/meminfo', read: () => parseMemory(files.text('/proc/meminfo')) },
    disks: { label: '/sys/block', read: () => disks(files) },
    volumes: { label: '/proc/self/mounts', read: () => volumes(files, system) },
    network: { label: '/sys/class/net', read: () => network(files, system) },
    gateway: { label: '/proc/net/route', read: () => parseGateway(files.text('/proc/net/route')) },
    dns: { label: '/etc/resolv.conf', read: () => system.dnsServers() },
    graphics: {
      label: 'systeminformation: graphics',
      read: async () => mapControllers(await (await information()).graphics()),
    },
    displays: { label: '/sys/class/drm', read: () => displays(files) },
  };
}

/** Only PCs have a BIOS; a board that starts in another way has neither of these. */
function firmwareWithoutEfi(files: SystemFiles): string {
  return files.exists('/sys/class/dmi/id/bios_vendor') ? 'BIOS' : '';
}

function disks(files: SystemFiles): Disk[] {
  return namesOrNone(files, '/sys/block')
    .filter(isWholeDisk)
    .map((name) => {
      const text = (path: string) => textOrNothing(files, `/sys/block/${name}/${path}`);
      return {
        name: text('device/model') || name,
        // The kernel counts in 512 bytes whatever the disk's own sectors are.
        size: Number(text('size')) * 512,
        kind: diskKind(name, text('queue/rotational')),
        serial: text('device/serial') || text('serial'),
      };
    })
    .filter(({ size }) => size > 0);
}

/** Virtual disks say that they rotate, which means nothing. */
function diskKind(name: string, rotational: string): string {
  if (name.startsWith('nvme')) return 'NVMe';
  if (/^(?:vd|xvd)/.test(name)) return '';
  return { '0': 'SSD', '1': 'HDD' }[rotational] ?? '';
}

async function volumes(files: SystemFiles, system: NodeSystem): Promise<Volume[]> {
  const measured = localMounts(files.text('/proc/self/mounts')).map(async ({ mount, ...rest }) => {
    // A container has single files of the machine's disk mounted upon its own, such as /etc/resolv.conf.
    if (!(await system.isFolder(mount))) return undefined;
    const { size, used } = await system.space(mount);
    return size > 0 ? { mount, size, used, ...rest } : undefined;
  });
  const known = new Set<string>();
  return (await Promise.allSettled(measured)).flatMap((outcome) => {
    if (outcome.status === 'rejected' || !outcome.value) return [];
    const { device, ...volume } = outcome.value;
    // A device mounted in several places is one volume; the first one is the outermost.
    if (known.has(device)) return [];
    known.add(device);
    return [volume];
  });
}

function network(files: SystemFiles, system: NodeSystem): NetworkInterface[] {
  return system.networkInterfaces().map((one) => {
    const speed = Number(textOrNothing(files, `/sys/class/net/${one.name}/speed`));
    return { ...one, speed: speed > 0 ? speed : undefined };
  });
}

/** Connectors such as card0-HDMI-A-1; the first mode is the display's own. */
function displays(files: SystemFiles): Display[] {
  return namesOrNone(files, '/sys/class/drm')
    .filter((name) => textOrNothing(files, `/sys/class/drm/${name}/status`) === 'connected')
    .flatMap((name) => {
      const [, width, height] = /^(\d+)x(\d+)/.exec(textOrNothing(files, `/sys/class/drm/${name}/modes`)) ?? [];
      const connector = name.replace(/^card\d+-/, '');
      return width && height ? [{ name: connector, width: Number(width), height: Number(height) }] : [];
    });
}

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

interface Mount {
  readonly device: string;
  readonly mount: string;
  readonly type: string;
}

/**
 * The mounts on this computer's own storage, from /proc/self/mounts, in their order: those of a device, of pools such as
 * zfs, and the root whatever it is made of. A share of another computer is left out, because measuring it goes over the
 * network and hangs when that computer is gone; images that are mounted as read-only programs (snap) are no storage.
 */
export function localMounts(text: string): Mount[] {
  const mounts: Mount[] = [];
  for (const line of text.split('\n')) {
    const [device, mountPoint, type] = line.split(' ');
    if (!device || !mountPoint || !type || images.has(type) || remote.test(type)) continue;
    if (!device.startsWith('/dev/') && type !== 'zfs' && mountPoint !== '/') continue;
    mounts.push({ device, mount: unescaped(mountPoint), type });
  }
  return mounts;
}

/** File systems of another computer; a root may be one of them. */
const remote = /^(?:nfs\d?|cifs|smb3|9p|afs|ceph|glusterfs|lustre|fuse\.sshfs|virtiofs)$/;

const images = new Set(['squashfs', 'iso9660', 'erofs', 'cramfs', 'rootfs']);

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

/** What keeps this account, and what runs here, from being told of the machine. */
export function linuxSurroundings(files: SystemFiles, userId: number): Surroundings {
  return {
    restricted: userId !== 0 && files.exists('/sys/class/dmi/id'),
    // Docker, Podman, and whatever systemd knows as one.
    container: ['/.dockerenv', '/run/.containerenv', '/run/systemd/container'].some((path) => files.exists(path)),
    virtual: saysHypervisor(files),
  };
}
