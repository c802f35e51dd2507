import type { Role } from '../../core/registry/enhanced.ts';

/** The user that the app runs as. */
export interface UserIds {
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
