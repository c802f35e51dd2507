import { describe, expect, it } from 'vitest';
import { fields } from '../../../../app/query/fields.ts';
import { MASK, redactPath, redactRows, redactText } from '../../../../app/text/redact.ts';
import { cpuTime } from '../../../support/cpu-time.ts';

/** What is expected is written with `«»` around what is masked; the text itself is the same without them. */
const textOf = (row: string) => row.replace(/[«»]/g, '');
const maskedOf = (row: string) => row.replace(/«[^»]*»/g, MASK);

const paths = [
  '/home/«marta»/bin/tool',
  '/home/«marta»',
  '/home/«mario rossi»/x',
  '/home/«mario rossi»',
  "/home/«o'brien»/x",
  '/Users/«marta»/Library',
  '/System/Volumes/Data/Users/«marta»/x',
  '/Volumes/Macintosh HD/Users/«marta»/x',
  '/var/home/«marta»/x',
  '/usr/home/«marta»/x',
  '/export/home/«marta»/x',
  '/net/server/home/«marta»/x',
  '/home2/«marta»/x',
  '/run/host/home/«marta»/x',
  '/proc/123/root/home/«marta»/x',
  '/home/«CORP»/«anna»/x',
  '/home/«corp.example.com»/«anna»/x',
  '/home/local/«CORP»/«anna»/x',
  '/home/students/«s123»/x',
  '/home/users/«anna»/x',
  '/home/«ANNA»/Documents/x',
  '/home/«anna.rossi»/Documents/x',
  '/home/«anna»/snap/firefox/common/.mozilla',
  '/home/«anna»/.var/app/org.x.Y/data',
  '/run/media/«anna»/USB/x',
  '/media/«anna»/USB/x',
  '/var/mail/«anna»',
  '/var/spool/cron/crontabs/«anna»',
  '/var/lib/AccountsService/users/«anna»',
  'C:\\Users\\«Marta»\\AppData\\tool.exe',
  'C:\\Users\\«Mario Rossi»\\x',
  'C:\\Users\\«MARIOR~1»\\x',
  'C:\\Users\\«mario.CORP»\\x',
  'C:/Users/«Mario Rossi»/x',
  'c:\\utenti\\«Mario Rossi»\\x',
  'C:\\Documents and Settings\\«Mario Rossi»\\x',
  'C:\\WINNT\\Profiles\\«mario»\\x',
  '\\\\?\\C:\\Users\\«mario»\\x',
  '\\\\server\\home\\«mario»\\x',
  '\\\\server\\share\\home\\«mario rossi»\\x',
  '\\\\server\\profiles$\\«mario.V6»\\x',
  '\\\\wsl$\\Ubuntu\\home\\«mario»\\x',
  '\\\\wsl.localhost\\Ubuntu\\home\\«mario»\\x',
  '/mnt/c/Users/«Mario Rossi»/x',
  '/cygdrive/c/Users/«mario»/x',
  '/c/Users/«mario»/x',
  // No user's.
  '/root/.cache',
  '/usr/lib/home/x',
  '/opt/app/home/x',
  '/Users/Shared/x',
  'C:\\Users\\Public\\Desktop\\x.lnk',
  'C:\\Users\\All Users\\x',
  'C:\\Users\\Default User\\x',
  '/home/linuxbrew/.linuxbrew/bin/x',
  '/media/cdrom/x',
  '/homestead/x',
  '/home/',
  '/home',
];

describe('a path', () => {
  it.each(paths)('hides whose home it is, and nothing else: %s', (row) => {
    expect(redactPath(textOf(row))).toBe(maskedOf(row));
    expect(redactPath(maskedOf(row))).toBe(maskedOf(row));
  });
});

const texts = [
  // Home folders among other words.
  'node --config=/home/«marta»/x.json "/home/«marta»/y z"',
  'open "/home/«mario rossi»"',
  "open '/home/«mario rossi»/x' now",
  'open /home/«mario rossi»/x now',
  'open /home/«mario\\ rossi»/x now',
  'open /home/«mario\\ rossi» now',
  'cd C:\\Users\\«Mario Rossi»\\Documents && dir',
  '"C:\\Users\\«Mario Rossi»\\x.exe" --a',
  '{"path":"C:\\\\Users\\\\«Mario Rossi»\\\\x"}',
  'diff /home/«anna» and /etc/x',
  'run -v /home/«anna» --mount a/b',
  'scp /home/«anna» host:dir/x',
  'docker run -v /home/«anna»:/data -w/home/«anna»',
  'file:///home/«anna»/x',
  'file:///C:/Users/«Mario%20Rossi»/x',
  'sftp://server/home/«anna»/x',
  'rsync server:/home/«anna»/x ../home/«anna»/y',
  '--url=%2Fhome%2F«anna»%2Fx',
  'error at (/home/«anna»/a.js:3:5)',
  '/home/«anna»: permission denied',
  'PATH=/home/«anna»/bin:/home/«anna»/.local/bin:/usr/bin',
  // An address in the web is no folder.
  'GET https://api.example.org/v1/users/me returned 500',
  'see https://example.com/home/docs/page for help',
  // Networks.
  '--listen «192.168.4.21»:8080',
  'to «fe80::3e9c:fff:fe4a:117e» or ::1',
  '«2001:db8:0:0:0:0:2:1»',
  '«2001:0000:0000:0000:0000:0000:0000:0001»',
  'dst [«fe80::1%eth0»]:8080 src [«::ffff:192.168.0.1»]:8080',
  'connect failed to «::ffff:192.168.0.1»',
  'endpoint [«2001:db8::1%igb0»]:51820',
  '«2001:db8::1%igb0»',
  '«fe80::1»: no route to host',
  'route «2001:db8::»/32 via «10.0.0.1»/24',
  'http://«10.0.0.5»/x?from=«10.0.0.6»',
  'cat < /dev/tcp/«10.0.0.5»/80',
  '/ip4/«10.0.0.5»/tcp/4001',
  'ssh ip-«10-43-136-14» dhcp-«192-168-0-66»',
  'card «3c:9c:0f:4a:11:7e» «3C-9C-0F-4A-11-7E» «3c9c.0f4a.117e»',
  'dev enx«3c9c0f4a117e» up, dev_«3C_9C_0F_4A_11_7E»',
  // Mail.
  'git -c user.email=«anna.rossi+x@example.org» commit',
  'mailto:«marta@exämple.it»?subject=x',
  'ssh «anna»@«10.0.0.5»',
  // What looks like it and is not.
  'at 12:30:45 with v1.2.3',
  'out_time=00:00:02.944000',
  'chrome/120.0.6099.109 Chrome/120.0.0.0 v1.2.3.4 lib-1.2.3.4.jar libx.so.1.2.3.4',
  'version 10.0.19045.1 and 1.2.3.4-1ubuntu2',
  'bind 0.0.0.0:80 127.0.0.1:631 [::]:80 mask 255.255.255.0',
  '300.1.2.3 1.2.3.4.5',
  'std::vector a::b Face::Bad :: 1:2:3',
  '0000:00:1f.2 pci',
  'backup-26-11-28-12-30-45.tar 2026-11-28T12:30:45',
  'getty@tty1.service icon@2x.png react@18.2.0 user@1000.service',
  'ratio 16:9:4',
];

describe('a text', () => {
  it.each(texts)('hides homes and addresses, and nothing else: %s', (row) => {
    expect(redactText(textOf(row))).toBe(maskedOf(row));
    expect(redactText(maskedOf(row))).toBe(maskedOf(row));
  });

  it.each<[names: readonly string[], row: string]>([
    [['marta', 'atelier'], 'ssh «marta»@«atelier» martacode'],
    [['vm'], 'agent --host «vm» --name=«vm».example «vm.local» vmlinuz vmware'],
    [['vm.corp.example.com'], 'to «vm.corp.example.com», «vm», x.«corp».«example».com'],
    [['mario rossi'], 'C:\\Users\\«Mario Rossi»\\x «mario», ROSSI'.replace('ROSSI', '«ROSSI»')],
    [['mario rossi'], 'open /home/«mario rossi»'],
    [['mario rossi'], 'x/«Mario%20Rossi» «mario\\ rossi» «mario_rossi»'],
    [['CORP\\anna'], 'runas «CORP\\anna» «anna»'],
    [['David'], 'C:\\Temp\\pytest-of-«David»\\pytest-1898'],
    [['anna'], '«anna»@«db1»:/srv home-«anna».mount ~«anna»/x'],
    [['web-admin'], 'su «web-admin» web admin'],
    [['c++'], 'g «c++» c'],
    [['josé'], 'jose «josé» «JOSE\u0301»'],
    [['Ünal'], '«ünal» Ünalan'],
    // Names that name nobody.
    [['root'], 'root /root'],
    [['ubuntu', 'localhost', 'user'], 'Ubuntu 24.04 --user localhost'],
    [
      ['redis', 'www-data', 'systemd-resolve', '_apt', 'NT AUTHORITY\\SYSTEM'],
      'redis-server, systemd-resolve of www-data, SYSTEM',
    ],
    [['a', '+', '', '42'], 'a+b 42'],
  ])('loses the names %j', (names, row) => {
    expect(redactText(textOf(row), names)).toBe(maskedOf(row));
  });

  it.each([
    ['homes', '/home/a '.repeat(12_000)],
    ['one home', `/home/${'a'.repeat(100_000)}`],
    ['words of a name', `/home/${'a '.repeat(50_000)}`],
    ['folders of servers', '\\\\a\\b\\'.repeat(16_000)],
    ['quotes', `"/home/a`.repeat(12_000)],
    ['colons', ':'.repeat(100_000)],
    ['groups', 'a:'.repeat(50_000)],
    ['numbers', '1.'.repeat(50_000)],
    ['signs of mail', 'a@'.repeat(50_000)],
    ['labels', `a@${'b.'.repeat(50_000)}`],
    ['pairs', '00:'.repeat(33_000)],
    ['dashes', 'a-1-'.repeat(25_000)],
  ])('takes no long time over %s', (_, text) => {
    expect(cpuTime(() => redactText(text, ['anna', 'vm.local']))).toBeLessThan(2000);
  });
});

describe('rows', () => {
  const rows = [
    {
      key: 'a.1.1',
      pid: 1,
      name: 'marta-agent',
      user: 'marta',
      path: '/home/marta/my files/x',
      commandLine: 'x --who marta --host vm.local',
      unit: 'user@1000.service',
      cpu: 1.5,
      mine: true,
      parentName: '',
    },
    { key: 'a.2.2', pid: 2, name: 'cron', user: 'root', path: '/root/x', commandLine: '/root/x as root', unit: null },
  ];

  it('lose sensitive fields, and what stood in them from all others', () => {
    expect(redactRows(rows, fields.process, ['vm.local'])).toEqual([
      {
        key: 'a.1.1',
        pid: 1,
        name: `${MASK}-agent`,
        user: MASK,
        path: `/home/${MASK}/my files/x`,
        commandLine: `x --who ${MASK} --host ${MASK}`,
        unit: 'user@1000.service',
        cpu: 1.5,
        mine: true,
        parentName: '',
      },
      { key: 'a.2.2', pid: 2, name: 'cron', user: MASK, path: '/root/x', commandLine: '/root/x as root', unit: null },
    ]);
  });

  it('lose the addresses of connections, also from their keys', () => {
    const [row] = redactRows(
      [{ key: 'tcp 10.0.0.5:1', remoteAddress: '10.0.0.5', user: 'anna', program: 'to 10.0.0.5 by anna', port: 1 }],
      fields.connection,
    );
    expect(row).toEqual({
      key: `tcp ${MASK}:1`,
      remoteAddress: MASK,
      user: MASK,
      program: `to ${MASK} by ${MASK}`,
      port: 1,
    });
  });

  it('are many in little time', () => {
    const many = Array.from({ length: 5000 }, (_, at) => ({
      key: `k${at}`,
      remoteAddress: `10.0.${at >> 8}.${at & 255}`,
      user: `user${at % 50}x`,
      program: `program ${at}`,
    }));
    expect(cpuTime(() => redactRows(many, fields.connection))).toBeLessThan(3000);
  });
});
