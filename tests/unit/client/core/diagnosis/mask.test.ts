import { expect, it } from 'vitest';
import { maskedPath } from '../../../../../client/core/diagnosis/report.ts';

it.each([
  ['/home/anna/.config/x.json', '/home/anna', '~/.config/x.json'],
  ['/home/anna', '/home/anna', '~'],
  ['/home/anna/', '/home/anna/', '~/'],
  ['/home/annabel/x.json', '/home/anna', '/home/annabel/x.json'],
  ['/etc/candor-finder/policy.json', '/home/anna', '/etc/candor-finder/policy.json'],
  ['/Library/Managed Preferences/anna/x.plist', '/Users/anna', '/Library/Managed Preferences/~/x.plist'],
  ['/srv/home/anna/x.json', '/home/anna', '/srv/home/~/x.json'],
  ['/anna/anna/x.json', '/anna/anna', '~/x.json'],
  ['C:\\Users\\Anna\\AppData\\x.json', 'C:\\Users\\anna', '~\\AppData\\x.json'],
  ['C:\\ProgramData\\x.json', 'C:\\Users\\Anna', 'C:\\ProgramData\\x.json'],
  ['/root/x.json', '/root', '~/x.json'],
  ['/x.json', '/', '/x.json'],
  ['/home/anna/x.json', '', '/home/anna/x.json'],
])('%s in the home of %s is copied as %s', (file, home, masked) => {
  expect(maskedPath(file, home)).toBe(masked);
});
