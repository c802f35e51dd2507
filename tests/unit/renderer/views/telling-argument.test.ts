import { describe, expect, it } from 'vitest';
import { SharedNames, tellingArgument, withoutFolder } from '../../../../renderer/views/telling-argument.ts';

describe('what tells a process from others of its name', () => {
  it.each([
    ['node /srv/shop/index.js --port 80', 'node', 'shop/index.js'],
    ['node --inspect --max-old-space-size=4096 /srv/build/webpack.js', 'node', 'webpack.js'],
    ['/usr/bin/python3 -m http.server 3000', 'python3', 'http.server'],
    ['python3 /home/marta/app/manage.py runserver', 'python3', 'app/manage.py'],
    ['java -Xmx2g -jar /opt/jenkins.war', 'java', 'jenkins.war'],
    ['bash -c "sleep 1 && echo done"', 'bash', 'sleep 1 && echo done'],
    ['/opt/google/chrome --type=renderer --lang=en', 'chrome', 'renderer'],
    ['/usr/sbin/sshd -D', 'sshd', '-D'],
    ['postgres: writer process', 'postgres', 'writer'],
    ['vim notes.txt', 'vim', 'notes.txt'],
    ['/usr/bin/sshd --profile /home/marta/.config/sshd --listen 192.0.2.1:80', 'sshd', '192.0.2.1:80'],
    ['node --require /srv/quiet.cjs --conditions development /srv/vitest/forks.js', 'node', 'forks.js'],
    ['node -r ./trace.cjs --import tsx /srv/shop/index.js', 'node', 'shop/index.js'],
    ['electron -r /srv/await.cjs --no-sandbox /srv/finder', 'electron', 'finder'],
    ['python3 -X dev -W ignore report.py', 'python3', 'report.py'],
    ['java -cp /opt/a.jar:/opt/b.jar com.example.Main', 'java', 'com.example.Main'],
    ['bash -o pipefail deploy.sh', 'bash', 'deploy.sh'],
    ['php -r "echo 1;"', 'php', 'echo 1;'],
    ['node -e const server = require("net").createServer()', 'node', 'const server = require("net").createServer()'],
    ['python3 -c import time; time.sleep(1)', 'python3', 'import time; time.sleep(1)'],
    ["sh -c 'biome' check --write", 'sh', 'biome'],
    ['timeout -s INT 900 python3 -m http.server', 'timeout', 'python3'],
    ['sudo -u marta LANG=C /usr/bin/make all', 'sudo', 'make'],
    ['taskset -c 0,1 nice -n 5 build', 'taskset', 'nice'],
    ['timeout 900', 'timeout', '900'],
    ['bash /dev/fd/3', 'bash', 'fd/3'],
    ['ssh -p 22 build.example.org', 'ssh', 'build.example.org'],
    ['backend --uid 0 --gid 0 serve', 'backend', 'serve'],
    ['http-server -p 8080', 'http-server', '8080'],
    ['sleep 600', 'sleep', '600'],
    ['bash', 'bash', ''],
    ['npm ci', 'npm ci', ''],
    ['', 'kworker/0:1', ''],
  ])('%s', (line, name, telling) => {
    expect(tellingArgument(line, name)).toBe(telling);
  });

  it('is cut where it is long, never inside a character', () => {
    const telling = tellingArgument(`run ${'😀'.repeat(60)}`, 'run');
    expect([...telling]).toHaveLength(48);
    expect(telling.endsWith('😀…')).toBe(true);
  });
});

describe('shared names', () => {
  it('are those that two rows have had at once, and stay so when one of them is gone', () => {
    const names = new SharedNames();
    expect(names.take([{ name: 'node' }, { name: 'bash' }])).toBe(0);
    expect(names.take([{ name: 'node' }, { name: 'node' }])).toBe(1);
    expect(names.take([{ name: 'node' }])).toBe(1);
    expect([names.has('node'), names.has('bash')]).toEqual([true, false]);
  });
});

describe('a command line without the folder of its program', () => {
  it('begins with the program, and has all that it was told', () => {
    expect(withoutFolder('/root/.cache/electron/electron --type=renderer /a/b')).toBe('electron --type=renderer /a/b');
    expect(withoutFolder('"C:\\Program Files\\App\\app.exe" -x')).toBe('app.exe -x');
    expect(withoutFolder('node server.js')).toBe('node server.js');
    expect(withoutFolder('')).toBe('');
  });
});
