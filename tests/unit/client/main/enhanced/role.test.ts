import { describe, expect, it } from 'vitest';
import { linuxRole, macRole, windowsRole } from '../../../../../client/main/enhanced/read-enhanced.ts';
import { groupFile, windowsAdministrator, windowsUser } from './fixtures.ts';

const user = { name: 'jane', uid: 1000, gid: 1000 };

describe('the role of a user on Linux', () => {
  it.each([
    ['root', { name: 'root', uid: 0, gid: 0 }, undefined, 'administrator'],
    ['a member of sudo', user, groupFile, 'administrator'],
    ['the last member of sudo', { ...user, name: 'joe' }, groupFile, 'administrator'],
    ['a user whose own group is wheel', { name: 'ann', uid: 1001, gid: 998 }, groupFile, 'administrator'],
    ['a member of the old admin group', { ...user, name: 'ann' }, 'admin:x:115:ann\n', 'administrator'],
    ['a member of a group named alike', { ...user, name: 'bob' }, groupFile, 'standard'],
    ['a user named as part of a member', { ...user, name: 'jan' }, groupFile, 'standard'],
    ['a member of nothing', { ...user, name: 'ann' }, groupFile, 'standard'],
    ['a user without a name', { ...user, name: '' }, groupFile, 'unknown'],
    ['a user of a computer that does not say', user, undefined, 'unknown'],
    ['a user of a computer with a damaged file', user, 'sudo\n::::\nx', 'standard'],
  ])('is known of %s', (_, ids, file, expected) => {
    expect(linuxRole(ids, file)).toBe(expected);
  });
});

describe('the role of a user on Windows', () => {
  it.each([
    ['an administrator that is not elevated', windowsAdministrator, 'administrator'],
    ['a user, in another language', windowsUser, 'standard'],
    ['nobody', '', 'unknown'],
    ['nobody, when the program failed', undefined, 'unknown'],
    ['nobody, when the program only complained', 'ERROR: Access is denied.', 'unknown'],
  ])('is known of %s', (_, output, expected) => {
    expect(windowsRole(output)).toBe(expected);
  });
});

describe('the role of a user on a Mac', () => {
  it.each([
    ['root', 0, undefined, 'administrator'],
    ['a member of admin', 501, '20 12 61 79 80 81 98\n', 'administrator'],
    ['somebody else', 502, '20 12 61 800 180\n', 'standard'],
    ['nobody', 503, '', 'unknown'],
    ['nobody, when the program failed', 503, undefined, 'unknown'],
    ['nobody, when it gave names', 503, 'staff admin', 'unknown'],
  ])('is known of %s', (_, uid, output, expected) => {
    expect(macRole({ name: 'jane', uid, gid: 20 }, output)).toBe(expected);
  });
});
