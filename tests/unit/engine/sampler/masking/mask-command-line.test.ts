import { describe, expect, it } from 'vitest';
import { MAX_COMMAND_LINE } from '../../../../../engine/limits.ts';
import { maskArguments, maskCommandLine } from '../../../../../engine/sampler/masking/mask-command-line.ts';
import { cpuTime } from '../../../../support/cpu-time.ts';

/** A command line as typed, what people may see of it. Arguments are separated by `|`. */
const masked: [args: string, shown: string][] = [
  // Options that say what they are.
  ['app|--password=hunter2', 'app --password=•••'],
  ['app|--password=two words', 'app --password=•••'],
  ['app|--password|hunter2|--verbose', 'app --password ••• --verbose'],
  ['app|--db-password|two words', 'app --db-password •••'],
  ['app|-password|hunter2', 'app -password •••'],
  ['app|--token|abc', 'app --token •••'],
  ['app|--token=abc=def', 'app --token=•••'],
  ['app|--access-token|abc', 'app --access-token •••'],
  ['app|--apiKey=abc', 'app --apiKey=•••'],
  ['app|--api_key|abc', 'app --api_key •••'],
  ['app|--client-secret=abc', 'app --client-secret=•••'],
  ['app|/password:hunter2', 'app /password:•••'],
  ['keytool|-storepass|changeit', 'keytool -storepass •••'],
  ['gpg|--passphrase|open', 'gpg --passphrase •••'],
  ['curl|--cookie|sid=1', 'curl --cookie •••'],
  ['java|-Djavax.net.ssl.keyStorePassword=changeit|-jar|a.jar', 'java -Djavax.net.ssl.keyStorePassword=••• -jar a.jar'],
  ['java|-Dauth.token=abc', 'java -Dauth.token=•••'],
  // Variables.
  ['env|AWS_SECRET_ACCESS_KEY=abc/def+g|aws|s3|ls', 'env AWS_SECRET_ACCESS_KEY=••• aws s3 ls'],
  ['env|PGPASSWORD=hunter2|psql', 'env PGPASSWORD=••• psql'],
  ['env|MYSQL_PWD=hunter2|mysql', 'env MYSQL_PWD=••• mysql'],
  ['docker|run|-e|DB_PASSWORD=hunter2|image', 'docker run -e DB_PASSWORD=••• image'],
  ['docker|run|-eGITHUB_TOKEN=abc|image', 'docker run -eGITHUB_TOKEN=••• image'],
  // Programs whose options do not say it.
  ['mysql|-u|root|-phunter2|shop', 'mysql -u root -p••• shop'],
  ['/usr/bin/mysqldump|-psimple|shop', '/usr/bin/mysqldump -p••• shop'],
  ['docker|exec|db|mysql|-psimple', 'docker exec db mysql -p•••'],
  ['sshpass|-p|hunter2|ssh|-p|22|host', 'sshpass -p ••• ssh -p 22 host'],
  ['sshpass|-phunter2|ssh|host', 'sshpass -p••• ssh host'],
  ['curl|-u|anna:hunter2|https://example.org', 'curl -u anna:••• https://example.org'],
  ['curl|-uanna:hunter2|https://example.org', 'curl -uanna:••• https://example.org'],
  ['curl|--user|anna:hunter2', 'curl --user anna:•••'],
  ['ldapsearch|-D|cn=admin|-w|hunter2', 'ldapsearch -D cn=admin -w •••'],
  ['smbclient|//host/share|-U|anna%hunter2', 'smbclient //host/share -U anna%•••'],
  ['redis-cli|-a|hunter2|ping', 'redis-cli -a ••• ping'],
  ['mongodump|-u|anna|-p|hunter2', 'mongodump -u anna -p •••'],
  ['docker|login|-u|anna|-p|hunter2', 'docker login -u anna -p •••'],
  ['openssl|enc|-k|hunter2', 'openssl enc -k •••'],
  ['openssl|rsa|-passin|pass:hunter2', 'openssl rsa -passin pass:•••'],
  ['7z|x|-phunter|a.7z', '7z x -p••• a.7z'],
  ['xfreerdp|/u:anna|/p:hunter2', 'xfreerdp /u:anna /p:•••'],
  ['unknown|-pHunter2|x', 'unknown -p••• x'],
  // Addresses.
  ['git|clone|https://anna:hunter2@example.org/x.git', 'git clone https://anna:•••@example.org/x.git'],
  ['app|redis://:hunter2@cache:6379/0', 'app redis://:•••@cache:6379/0'],
  ['app|--url=postgres://anna:p@ss/word@db/shop', 'app --url=postgres://anna:•••@db/shop'],
  ['curl|https://example.org/?token=abc&page=2', 'curl https://example.org/?token=•••&page=2'],
  ['app|Server=db;User Id=sa;Password=hunter2;', 'app Server=db;User Id=sa;Password=•••;'],
  // Headers and bodies.
  ['curl|-H|Authorization: Bearer abc.def', 'curl -H Authorization: •••'],
  ['curl|-H|X-Api-Key: abc def', 'curl -H X-Api-Key: •••'],
  ['curl|-H|Accept: text/html|-H|Cookie: sid=1', 'curl -H Accept: text/html -H Cookie: •••'],
  ['curl|-d|{"user":"anna","password":"hunter2"}', 'curl -d {"user":"anna","password":"•••"}'],
  ['curl|-d|user=anna&password=hunter2&x=1', 'curl -d user=anna&password=•••&x=1'],
  ['app|use Bearer abcdefgh1234', 'app use Bearer •••'],
  // Shell commands in one argument.
  ['sh|-c|mysql -phunter2 shop', 'sh -c mysql -p••• shop'],
  ['sh|-c|mysql -p"hunter 2" shop', 'sh -c mysql -p••• shop'],
  ['sh|-c|app --token abc && other', 'sh -c app --token ••• && other'],
  ["sh|-c|curl -H 'Authorization: Bearer abc' https://x", "sh -c curl -H 'Authorization: •••' https://x"],
  ['sh|-c|export A=1 B_TOKEN="a b"; run', 'sh -c export A=1 B_TOKEN=•••; run'],
  // Known by their shape.
  ['app|ghp_abcdefghijklmnopqrstuvwxyz0123456789', 'app •••'],
  ['app|AKIAIOSFODNN7EXAMPLE', 'app •••'],
  ['app|eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl', 'app •••'],
  [
    'app|-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----',
    'app -----BEGIN RSA PRIVATE KEY-----•••',
  ],
  ['app|--key=0123456789abcdef0123456789abcdef', 'app --key=•••'],
  ['app|--key|0123456789abcdef0123456789abcdef', 'app --key •••'],
  ['app|--signing-salt=aB3dE5gH7jK9mN1pQ3sT5vW7', 'app --signing-salt=•••'],
];

/** What looks a little like a secret and is worth seeing. */
const shown: string[] = [
  'ssh|-p|2222|host',
  'docker|run|-p|8080:80|nginx',
  'docker|run|-p8080:80|nginx',
  'mkdir|-p|/srv/data',
  'cp|-pr|a|b',
  'tar|-pxzf|a.tar.gz',
  'find|.|-path|x|-print',
  'gcc|-pthread|-print-file-name=libgcc.a',
  'app|--key=F1',
  'app|--key=/etc/ssl/private/server01Key.pem',
  'app|--password-file=/run/secrets/db',
  'app|--password-stdin',
  'app|--token-url|https://example.org/token',
  'app|--no-password|shop',
  'sshd|-o|PasswordAuthentication=no',
  'app|--use-token=true',
  'app|--max-tokens=100',
  'app|--author=anna',
  'app|--bypass=x',
  'http-server|http://localhost:8080/users/@me',
  'Xorg|:0|-auth|/run/user/1000/gdm/Xauthority|vt2',
  'nginx: master process /usr/sbin/nginx -g daemon on;',
  'sshd: anna [priv]',
  'C:\\Program Files\\App\\app.exe|--type=renderer',
  'chrome|--type=renderer|--field-trial-handle=3,i,1234567890123456789,987,262144|--enable-features=A,B',
  'git|log|--format=%H',
  'app|it\'s "half quoted',
];

describe('a command line that leaves the sampler', () => {
  it.each(masked)('masks %s', (args, expected) => {
    expect(maskArguments(args.split('|'))).toBe(expected);
  });

  it.each(shown)('shows %s', (args) => {
    expect(maskArguments(args.split('|'))).toBe(args.split('|').join(' '));
  });

  it('masks one text as it masks arguments', () => {
    expect(maskCommandLine('"C:\\Program Files\\MySQL\\mysql.exe" -u root -phunter2')).toBe(
      '"C:\\Program Files\\MySQL\\mysql.exe" -u root -p•••',
    );
    expect(maskCommandLine('app --password "two words" --x')).toBe('app --password ••• --x');
    expect(maskCommandLine('app --password="two words" --x')).toBe('app --password=••• --x');
  });

  it('is one line of bounded length', () => {
    expect(maskArguments(['app', 'a\nb\tc\u0007\u001b[31md'])).toBe('app a b c [31md');
    const long = maskArguments(['java', '-cp', 'x'.repeat(100_000)]);
    expect(long).toHaveLength(MAX_COMMAND_LINE);
    expect(long.endsWith('…')).toBe(true);
    expect(maskArguments([])).toBe('');
  });

  it('masks a secret that the bound cuts', () => {
    const line = maskArguments(['x'.repeat(MAX_COMMAND_LINE - 30), `--password=${'s'.repeat(100)}`]);
    expect(line).not.toContain('sss');
  });

  it.each([
    ['quotes', '"'.repeat(4000)],
    ['quotes and spaces', `" '`.repeat(2700)],
    ['dashes', '-a'.repeat(4000)],
    ['colons', 'a:'.repeat(4000)],
    ['names without values', 'token='.repeat(1300)],
    ['addresses', '://a:'.repeat(1600)],
    ['headers', 'token: '.repeat(1100)],
  ])('takes no long time over %s', (_, text) => {
    const taken = cpuTime(() => {
      maskArguments([text]);
      maskCommandLine(text);
    });
    expect(taken).toBeLessThan(500);
  });
});
