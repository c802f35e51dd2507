import type { Role } from '../../core/registry/enhanced.ts';
import type { Organisation } from '../../core/registry/registry.ts';
import { directoryDomain, joinedRealms, organisationDomain, searchDomains } from './domain.ts';
import { linuxRole, macRole, type UserIds, windowsRole } from './role.ts';

/** What the readers are handed. Neither function throws: what cannot be read is `undefined`. */
export interface SystemReads {
  /** Node's `process.platform`. */
  readonly platform: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly user: UserIds;
  text(path: string): string | undefined;
  /** The output of a program, started without a shell. */
  run(program: string, ...parameters: readonly string[]): Promise<string | undefined>;
}

export interface EnhancedFacts {
  /** `undefined` when this computer belongs to no organisation that it says. */
  readonly domain: string | undefined;
  readonly role: Role;
}

/** The organisation as a batch holds it: what was read here, and the numbers that an administrator has set. */
export function organisationOf(
  { domain, role }: EnhancedFacts,
  { customerId, licenceId }: { readonly customerId?: string | undefined; readonly licenceId?: string | undefined },
): Omit<Organisation, 'user'> {
  return {
    role,
    ...(domain === undefined ? {} : { domain }),
    ...(customerId === undefined ? {} : { customer: customerId }),
    ...(licenceId === undefined ? {} : { licence: licenceId }),
  };
}

/** Reads what the enhanced level adds about person and organisation; to be called under that level alone. */
export async function readEnhanced(reads: SystemReads): Promise<EnhancedFacts> {
  const [domain, role] = await Promise.all([readDomain(reads), readRole(reads)]);
  return { domain, role };
}

async function readDomain(reads: SystemReads): Promise<string | undefined> {
  if (reads.platform === 'win32') return organisationDomain(reads.environment['USERDNSDOMAIN']);
  if (reads.platform === 'darwin') {
    const output = await reads.run('/usr/sbin/dsconfigad', '-show');
    return organisationDomain(output === undefined ? undefined : directoryDomain(output));
  }
  // A domain that was joined is certain; a search domain is only what the network said.
  const realms = await readRealms(reads);
  const candidates = [...realms, ...searchDomains(reads.text('/etc/resolv.conf') ?? '')];
  return candidates.map(organisationDomain).find((domain) => domain !== undefined);
}

async function readRealms(reads: SystemReads): Promise<readonly string[]> {
  for (const program of ['/usr/sbin/realm', '/usr/bin/realm']) {
    const output = await reads.run(program, 'list');
    if (output !== undefined) return joinedRealms(output);
  }
  return [];
}

async function readRole(reads: SystemReads): Promise<Role> {
  const { platform, user, environment } = reads;
  if (platform === 'win32') {
    const system = environment['SystemRoot'] ?? 'C:\\Windows';
    return windowsRole(await reads.run(`${system}\\System32\\whoami.exe`, '/groups', '/fo', 'csv', '/nh'));
  }
  if (platform === 'darwin') return macRole(user, await reads.run('/usr/bin/id', '-G'));
  return linuxRole(user, reads.text('/etc/group'));
}
