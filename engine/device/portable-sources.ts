import {
  type HardwareInformation,
  hardwareSources,
  mapControllers,
  mapDisplays,
  sharePending,
} from './hardware-sources.ts';
import type { NodeSystem } from './node-system.ts';
import type { DeviceSources, OperatingSystem } from './readings.ts';

interface PortableSourcesParts {
  readonly platform: 'darwin' | 'win32';
  readonly system: NodeSystem;
  readonly information: () => Promise<HardwareInformation>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly account: () => string;
  /** UTC milliseconds since 1970. */
  readonly bootedAt: () => number;
  readonly os: () => OperatingSystem;
}

/**
 * Where the facts come from on macOS and Windows. The system's name is not taken from systeminformation: its osInfo
 * asks for the full host name, which may ask a name server.
 */
export function portableSources(parts: PortableSourcesParts): DeviceSources {
  const { platform, system, information, environment } = parts;
  const name = platform === 'darwin' ? 'macOS' : 'Windows';
  const graphics = sharePending(async () => (await information()).graphics());
  return {
    ...hardwareSources(information),
    machine: {
      label: name,
      read: () => ({
        ...system.machine(),
        account: parts.account(),
        bootedAt: parts.bootedAt(),
        firmware: firmware(platform, environment['firmware_type']),
      }),
    },
    os: { label: name, read: parts.os },
    memory: {
      label: 'systeminformation: mem',
      read: async () => {
        const { total, available, swaptotal } = await (await information()).mem();
        return { total, available, swapTotal: swaptotal };
      },
    },
    disks: {
      label: 'systeminformation: diskLayout',
      read: async () =>
        (await (await information()).diskLayout()).map((disk) => ({
          name: disk.name || disk.device,
          size: disk.size,
          kind: disk.type,
          serial: disk.serialNum,
        })),
    },
    volumes: {
      label: 'systeminformation: fsSize',
      read: async () =>
        (await (await information()).fsSize())
          // The volumes that macOS is made of share the space of the one at the root.
          .filter(({ mount }) => !mount.startsWith('/System/Volumes/'))
          .map(({ mount, type, size, used }) => ({ mount, type, size, used })),
    },
    network: { label: name, read: () => system.networkInterfaces() },
    gateway: {
      label: 'systeminformation: networkGatewayDefault',
      read: async () => (await information()).networkGatewayDefault(),
    },
    dns: { label: name, read: () => system.dnsServers() },
    graphics: { label: 'systeminformation: graphics', read: async () => mapControllers(await graphics()) },
    displays: { label: 'systeminformation: graphics', read: async () => mapDisplays(await graphics()) },
  };
}

function firmware(platform: 'darwin' | 'win32', told: string | undefined): string {
  if (platform === 'darwin') return '';
  return { uefi: 'UEFI', legacy: 'BIOS' }[told?.toLowerCase() ?? ''] ?? '';
}

/** Name and build from macOS's SystemVersion.plist. */
export function parseSystemVersion(plist: string): OperatingSystem {
  const value = (key: string) => new RegExp(`<key>${key}</key>\\s*<string>([^<]*)</string>`).exec(plist)?.[1] ?? '';
  const name = [value('ProductName'), value('ProductVersion')].filter((part) => part !== '').join(' ');
  return { name: name || 'macOS', build: value('ProductBuildVersion') };
}
