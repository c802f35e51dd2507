import { expect, test } from 'vitest';
import { controlFile, sumsFile } from '../../../scripts/packaging/deb/build-deb.ts';
import { readFpmArguments } from '../../../scripts/packaging/deb/fpm-arguments.ts';

/** As electron-builder 26 calls fpm. */
const given = [
  ...['-s', 'dir', '--force', '-t', 'deb', '-d', 'debconf (>= 0.5) | debconf-2.0', '-d', 'libnss3'],
  ...['--deb-recommends', 'xdg-utils', '--deb-compression', 'xz', '--architecture', 'amd64'],
  ...['--after-install', '/tmp/postinst', '--after-remove', '/tmp/postrm'],
  ...['--description', 'find things\n Finds the things that are there.\n\n And more.', '--version', '1.2.3~rc.1'],
  ...['--package', '/out/a_1.2.3_amd64.deb', '--name', 'a', '--maintainer', 'A <a@example.org>'],
  ...['--vendor', 'A <a@example.org>', '--url', 'https://a.example', '--category', 'utils'],
  ...[
    '--deb-priority',
    'optional',
    '--license',
    'Apache-2.0',
    '--deb-config=deb/config',
    '--deb-templates=deb/templates',
  ],
  ...['linux/a=/usr/bin/a', '/out/linux-unpacked/=/opt/A B', '/icons/16x16.png=/usr/share/icons/16x16/apps/a.png'],
];
const request = readFpmArguments(given);

const without = (option: string) => {
  const at = given.indexOf(option);
  return [...given.slice(0, at), ...given.slice(at + 2)];
};

test('it reads all that electron-builder says', () => {
  expect(request).toMatchObject({
    name: 'a',
    version: '1.2.3~rc.1',
    architecture: 'amd64',
    section: 'utils',
    depends: ['debconf (>= 0.5) | debconf-2.0', 'libnss3'],
    recommends: ['xdg-utils'],
    compression: 'xz',
    scripts: { postinst: '/tmp/postinst', postrm: '/tmp/postrm', config: 'deb/config', templates: 'deb/templates' },
    output: '/out/a_1.2.3_amd64.deb',
  });
});

test('each source has its place, spaces and all', () => {
  expect(request.contents).toEqual([
    { source: 'linux/a', target: '/usr/bin/a' },
    { source: '/out/linux-unpacked/', target: '/opt/A B' },
    { source: '/icons/16x16.png', target: '/usr/share/icons/16x16/apps/a.png' },
  ]);
});

test.each([
  ['an option that it does not know', [...given, '--before-install', 'x'], /does not know --before-install/],
  ['an option without its value', [...given, '--url'], /misses the value of --url/],
  ['another kind of package', given.map((word) => (word === 'deb' ? 'rpm' : word)), /not rpm of dir/],
  ['a compression of its own', given.map((word) => (word === 'xz' ? 'lzma' : word)), /cannot compress with lzma/],
  ['a source without a place', [...given, 'somewhere'], /cannot tell where to put somewhere/],
  ['no name', without('--name'), /needs --name/],
  ['nothing to pack', given.slice(0, -3), /nothing to pack/],
])('it refuses %s, in one sentence', (_what, args, message) => {
  expect(() => readFpmArguments(args)).toThrow(message);
});

test('the control file follows the policy of Debian', () => {
  expect(controlFile(request, 512)).toBe(
    [
      'Package: a',
      'Version: 1.2.3~rc.1',
      'Section: utils',
      'Priority: optional',
      'Architecture: amd64',
      'Maintainer: A <a@example.org>',
      'Installed-Size: 512',
      'Depends: debconf (>= 0.5) | debconf-2.0, libnss3',
      'Recommends: xdg-utils',
      'Homepage: https://a.example',
      'Description: find things',
      ' Finds the things that are there.',
      ' .',
      ' And more.',
      '',
    ].join('\n'),
  );
});

test('a long description is broken where terminals would', () => {
  const word = 'x'.repeat(38);
  const control = controlFile({ ...request, description: `find\n${word} ${word} ${word}` }, 1);
  expect(control.split('\n').slice(-4)).toEqual(['Description: find', ` ${word} ${word}`, ` ${word}`, '']);
});

test('a field that has nothing to say is left out', () => {
  expect(controlFile({ ...request, recommends: [] }, 1)).not.toContain('Recommends');
});

test('sums are written as md5sum does', () => {
  expect(sumsFile([{ file: 'opt/A B/a', md5: 'd41d8cd98f00b204e9800998ecf8427e' }])).toBe(
    'd41d8cd98f00b204e9800998ecf8427e  opt/A B/a\n',
  );
});
