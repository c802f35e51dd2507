import type { Organisation } from '../../core/registry/registry.ts';
import type { Role } from '../../core/registry/session-groups.ts';
import { directoryDomain, joinedRealms, organisationDomain, searchDomains } from './domain.ts';

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

interface EnhancedFacts {
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

/** The user that the app runs as. */
interface UserIds {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Groups whose members may act as root: Debian and Ubuntu; Fedora, SUSE and Arch; Ubuntu before 12.04. */
const administrativeGroups = ['sudo', 'wheel', 'admin'];

/** By group(5), "name:password:gid:member,member". */
export function linuxRole(user: UserIds, groupFile: string | undefined): Role {
  if (user.uid === 0) return 'administrator';
  if (groupFile === undefined || user.name === '') return 'unknown';
  const belongs = groupFile.split('\n').some((line) => {
    const [group = '', , gid, members = ''] = line.trim().split(':');
    return administrativeGroups.includes(group) && (gid === `${user.gid}` || members.split(',').includes(user.name));
  });
  return belongs ? 'administrator' : 'standard';
}

/**
 * By the output of `whoami /groups`, in any format and language: S-1-5-32-544 is the group of administrators. It is
 * there, "used for deny only", while the app runs without being elevated too: the role is the person's.
 */
export function windowsRole(output: string | undefined): Role {
  const groups = output?.match(/\bS-1-[\d-]+/g);
  if (!groups) return 'unknown';
  return groups.includes('S-1-5-32-544') ? 'administrator' : 'standard';
}

/** By the output of `id -G`: group 80 is `admin` on every Mac. Names of groups may hold blanks, numbers do not. */
export function macRole(user: UserIds, output: string | undefined): Role {
  if (user.uid === 0) return 'administrator';
  const groups = output?.trim().split(/\s+/);
  if (!groups?.every((group) => /^\d+$/.test(group))) return 'unknown';
  return groups.includes('80') ? 'administrator' : 'standard';
}
