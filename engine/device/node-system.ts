import { getServers } from 'node:dns';
import { stat, statfs } from 'node:fs/promises';
import { hostname, machine, networkInterfaces, release } from 'node:os';
import type { Machine, NetworkInterface } from './readings.ts';

/** What Node tells of the computer on every platform, without a connection or a helper program. */
export interface NodeSystem {
  machine(): Pick<Machine, 'hostName' | 'kernel' | 'architecture' | 'timeZone'>;
  isFolder(path: string): Promise<boolean>;
  /** Bytes of a mounted volume. */
  space(mount: string): Promise<{ size: number; used: number }>;
  networkInterfaces(): NetworkInterface[];
  /** The servers that are set; none is asked. */
  dnsServers(): string[];
}

export const nodeSystem: NodeSystem = {
  machine: () => ({
    hostName: hostname(),
    kernel: release(),
    architecture: machine(),
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  }),
  isFolder: async (path) => (await stat(path)).isDirectory(),
  async space(mount) {
    const { bsize, blocks, bfree } = await statfs(mount);
    return { size: blocks * bsize, used: (blocks - bfree) * bsize };
  },
  networkInterfaces: () =>
    Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) => {
      const outward = addresses.filter(({ internal }) => !internal);
      if (outward.length === 0) return [];
      return [{ name, mac: outward[0]?.mac ?? '', addresses: outward.map(({ address }) => address) }];
    }),
  dnsServers: () => getServers(),
};
