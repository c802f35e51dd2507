import { type Compiled, compile, type ProgramGrammar } from './grammar.ts';

/**
 * Programs that take secrets in ways that the names of their options do not tell, after their manuals (those of Debian 12
 * where it has them, else the makers'). What says it by its name (`--password`, `--token`, `DB_PASSWORD=`) needs no row
 * here; a row that is there may also take such an option out, where its value is the name of a file.
 */
const programs: Readonly<Record<string, ProgramGrammar>> = {
  // Databases.
  'mysql mysqladmin mysqldump mysqlimport mysqlcheck mysqlshow mysqlslap mysqlbinlog mysqlpump mysqlsh mysqlhotcopy mysql_upgrade mysqloptimize mysqlrepair mysqlanalyze mariadb mariadb-* mariabackup xtrabackup innobackupex':
    { glued: '-p' },
  'mysqlaccess mariadb-access': { glued: '-p -P' },
  'mydumper myloader mycli': { secret: '-p' },
  'redis-cli redis-benchmark valkey-cli keydb-cli iredis': {
    secret: '-a --pass',
    words: ['AUTH *', 'AUTH _ *', 'CONFIG SET requirepass *', 'CONFIG SET masterauth *'],
  },
  'mongo mongosh mongodump mongorestore mongoexport mongoimport mongostat mongotop mongofiles bsondump': {
    secret: '-p',
  },
  'sqlcmd bcp osql go-sqlcmd': { secret: '-P -z -Z', flags: 'CENReIbkmnq' },
  'tsql fisql bsqldb bsqlodbc freebcp defncopy': { secret: '-P' },
  'isql iusql': { secret: '-P', words: ['_ _ *'] },
  'isql-vt isql-v': { words: ['_ _ *'] },
  'sqlplus rman sqlldr exp imp expdp impdp': { words: ['<slashed>', 'using *'] },
  db2: { words: ['using *'] },
  'cqlsh cypher-shell couchbase-cli cbq cbbackupmgr beeline': { secret: '-p' },
  'neo4j-admin': { words: ['set-initial-password *'] },
  influx: { secret: '-t -p' },
  etcdctl: { login: '--user', words: ['user add <login>'] },
  clickhouse: { runs: true },

  // Directories, Windows networks.
  'ldapsearch ldapadd ldapmodify ldapdelete ldapcompare ldapexop ldapmodrdn ldapurl ldapwhoami ldapvi dsconf dsidm dsctl':
    { secret: '-w', flags: 'xvnLZWcMAuFtIQN0' },
  ldappasswd: { secret: '-w -a -s', flags: 'xvnZWASIQN' },
  'rpcclient smbcacls smbcquotas smbtree smbget smbspool net samba-tool samba-regedit mdsearch winexe wmic wmis': {
    login: '-U --user',
    words: ['user _ *', 'user add _ *', 'user create _ *', 'use _ *', 'use _ _ *'],
  },
  smbclient: {
    login: '-U --user',
    flags: 'NkPgqEe',
    value: '-R -I -p -m -O -s -n -W -i -A -c -L -M -b -B -t -T -D -d -l',
    words: ['_ *'],
  },
  smbpasswd: { secret: '-w' },
  curlftpfs: { keys: 'user' },
  'pt-*': { secret: '-p', keys: 'p' },
  'ipa-client-install ipa-replica-install': { secret: '-w' },
  'ipa-server-install': { secret: '-p -a' },
  'kadmin kadmin.local': { secret: '-w -pw' },
  kdb5_util: { secret: '-P' },
  'xfreerdp xfreerdp3 wlfreerdp sdl-freerdp wfreerdp': {
    glued: '/p: /gp: /pth: /gateway: /assistance:',
    secret: '-p',
  },
  rdesktop: { secret: '-p' },
  'psexec psexec64 paexec': { secret: '-p', runs: true },
  schtasks: { secret: '/rp /p' },
  sc: { words: ['password= *'] },
  netsh: { secret: '-p', keys: 'key' },
  bitsadmin: { words: ['/setcredentials _ _ _ _ *'] },
  signtool: { secret: '/p' },
  certutil: { secret: '-p' },
  'psexec.py wmiexec.py smbexec.py atexec.py dcomexec.py secretsdump.py smbclient.py gettgt.py getnpusers.py impacket-*':
    { secret: '-hashes -aesKey', words: ['<address>'] },
  'crackmapexec netexec nxc evil-winrm': { secret: '-p -H' },

  // Web.
  'curl curlie': {
    login: '-u --user -U --proxy-user -E --cert --proxy-cert',
    cookie: '-b --cookie',
    secret: '--pass --proxy-pass --oauth2-bearer',
    address: '-x --proxy --preproxy',
    value: '-c --cookie-jar -o -H -d -X -A -e',
    flags: 'sSfLkvgiIjlnNOaqJZ#0123464G',
  },
  'wget wget2': { value: '--load-cookies --save-cookies --secure-protocol --auth-no-challenge' },
  aria2c: { value: '--load-cookies --save-cookies' },
  'http https xh xhs': { token: '-a --auth' },
  ab: { login: '-A -P', cookie: '-C' },
  hey: { login: '-a' },
  'yt-dlp youtube-dl': { secret: '-p -2 --twofactor', value: '--cookies --cookies-from-browser' },
  wfuzz: { login: '--basic --ntlm --digest', cookie: '-b' },
  ffuf: { cookie: '-b' },
  gobuster: { secret: '-P', cookie: '-c' },
  sqlmap: { login: '--auth-cred --proxy-cred', value: '--load-cookies' },
  'htpasswd htdbm': { value: '-r -C', words: ['-b _ _ *', '-n _ *'] },
  mosquitto_passwd: { words: ['-b _ _ *'] },
  squidclient: { secret: '-w -W' },
  'ttyd gotty': { login: '-c' },
  caddy: { secret: '--plaintext' },
  'grafana-cli grafana': { words: ['reset-admin-password *'] },

  // Mail, files, messages.
  swaks: { secret: '-ap --auth-password --auth-pass' },
  sendemail: { secret: '-xp' },
  lftp: { login: '-u --user', words: ['user _ *'] },
  'ncftp ncftp3 ncftpget ncftpput ncftpls ncftpspooler': { secret: '-p -j' },
  smbtar: { secret: '-p' },
  'mosquitto_pub mosquitto_sub mosquitto_rr': { secret: '-P --pw' },
  rabbitmqadmin: { secret: '-p' },
  'rabbitmqctl rabbitmq-diagnostics': {
    value: '-p -n --node --vhost',
    words: ['add_user _ *', 'change_password _ *', 'authenticate_user _ *'],
  },
  nats: { value: '--creds --nkey' },
  rclone: { words: ['? *', 'obscure *'] },
  // Its -p is the file with the password.
  restic: { value: '-p' },
  mc: { words: ['alias set _ _ * *', 'config host add _ _ * *'] },
  'transmission-remote': { login: '-n --auth' },
  'transmission-daemon': { secret: '-v' },
  'deluge-console': { secret: '-P' },
  mpc: { 'before-at': '-h --host' },

  // Archives, documents, keys.
  '7z 7za 7zr 7zz 7z.exe p7zip': { glued: '-p' },
  'rar unrar winrar': { glued: '-hp -p' },
  'zip unzip zipinfo zipnote': { secret: '-P', flags: 'rqojmTuvxln0123456789' },
  'unar lsar': { secret: '-p -password' },
  fcrackzip: { secret: '-p' },
  qpdf: { words: ['--encrypt * *'] },
  'pdftk pdftk-java pdftk.pdftk-java': { words: ['input_pw *', 'owner_pw *', 'user_pw *'] },
  'pdftotext pdftoppm pdftocairo pdfinfo pdfimages pdftohtml pdffonts pdftops xpdf': { secret: '-opw -upw' },
  mutool: { secret: '-p' },
  openssl: {
    source: '-pass -passin -passout -password -passwd -keypass -srvpass -secret -srv_secret',
    secret: '-k -K -pwri_password -psk',
    value: '-salt -in -out',
    words: ['passwd *'],
  },
  'ssh-keygen': { secret: '-N -P', flags: 'qlvypceBFHLQRhAUik' },
  'gpg-preset-passphrase': { secret: '-P' },
  ccrypt: { secret: '-K --key' },
  mcrypt: { secret: '-k --key' },
  steghide: { secret: '-p' },
  outguess: { secret: '-k' },
  gocryptfs: { value: '-extpass -passfile' },
  veracrypt: { secret: '-p' },
  apksigner: { source: '--ks-pass --key-pass' },
  osslsigncode: { secret: '-pass', value: '-readpass' },
  keytool: {},
  pk12util: { secret: '-W -K' },
  'pkcs11-tool pkcs15-tool pkcs15-init': { secret: '-p' },
  'tpm2_* tpm2': { secret: '-p -P' },
  tpm2_changeauth: { secret: '-p', value: '-c', words: ['* *'] },
  keyctl: { words: ['add _ _ *', 'update _ *'] },
  security: { secret: '-w -p -P -k' },
  dscl: { words: ['-passwd _ *', '-passwd _ * *'] },

  // Networks.
  ncat: { login: '--proxy-auth' },
  nping: { secret: '--ec --es --echo-client --echo-server' },
  'hydra medusa': { secret: '-p' },
  nmcli: { value: '-f -g -m -c -e -w --fields --get-values --mode --colors --escape', words: ['? *'] },
  wpa_cli: { words: ['? *'] },
  wpa_passphrase: { words: ['_ *'] },
  iwconfig: { words: ['key *'] },
  pppd: { words: ['? *'] },
  openconnect: { secret: '-p -C' },
  openvpn: { value: '--auth-user-pass --askpass --secret --http-proxy-user-pass --pkcs11-pin-cache --tls-crypt' },
  'gitlab-runner': { secret: '-r' },
  'snmpget snmpgetnext snmpwalk snmpbulkwalk snmpbulkget snmpset snmptrap snmpinform snmpstatus snmptable snmpdf snmptest snmpvacm snmpdelta snmpnetstat snmpps':
    { secret: '-A -X -c' },
  snmpusm: { secret: '-A -X -c', words: ['passwd * *'] },
  encode_keychange: { secret: '-O -N' },
  ipmitool: { secret: '-P -k -y', words: ['user set password _ *'] },
  'ipmi-* ipmipower ipmiconsole ipmimonitoring ipmidetect pef-config bmc-device': { secret: '-p -k' },
  'fence_* redfishtool racadm': { secret: '-p' },
  'check_snmp check_ldap': { secret: '-C -P -A -X' },
  'check_mysql check_mysql_query check_pgsql check_disk_smb check_radius': { secret: '-p' },
  'check_http check_curl': { login: '-a -b' },
  iscsiadm: {
    words: ['-n node.session.auth.password -v *', '-n node.session.auth.password_in -v *'],
    value: '-m -T -p -o',
  },
  iscsistart: { secret: '-w -W' },
  'nsupdate dig delv mdig': { secret: '-y' },
  proxytunnel: { login: '-P -R' },
  'plink pscp psftp putty kitty': { secret: '-pw' },
  x11vnc: { secret: '-passwd -viewpasswd -storepasswd', value: '-passwdfile -rfbauth -unixpw' },
  'vncviewer xtigervncviewer tigervncviewer': { value: '-passwd -PasswordFile' },
  teamviewer: { words: ['passwd *'] },
  'steam steamcmd': { words: ['-login _ *', '+login _ *'] },
  'ss-local ss-server ss-redir ss-tunnel sslocal ssserver kcptun': { secret: '-k --key' },
  frpc: { secret: '-t' },
  ngrok: { words: ['authtoken *', 'add-authtoken *', 'add-api-key *'] },
  cloudflared: { words: ['service install *'] },

  // Accounts, machines, containers.
  'useradd usermod groupadd groupmod': { secret: '-p' },
  mkpasswd: { value: '-m -S -R -P -h -V', words: ['*'] },
  virsh: { words: ['set-user-password _ _ *', 'secret-set-value _ *', '--base64 *'], value: '--secret' },
  expect: {},
  'docker podman nerdctl buildah skopeo ctr crane oras helm': {
    value: '--secret -p --publish --decryption-key',
    login: '--creds --src-creds --dest-creds',
    runs: true,
  },
  // docker, podman, az, helm and others: `login -u name -p secret`.
  login: { secret: '-p' },
  kubectl: { entry: '--from-literal', runs: true },
  knife: { secret: '-P' },
  'ansible-vault': { words: ['encrypt_string *'], value: '-n --name --vault-id' },
  vault: { words: ['login *', 'unseal *', 'kv put _ <entry>', 'kv patch _ <entry>'] },
  aws: {
    value: '--secret-id',
    words: ['configure set ? *', 'put-parameter … --value *'],
  },
  az: { words: ['secret set … --value *'], runs: true },
  doctl: { secret: '-t' },
  'fly flyctl': { secret: '-t', words: ['secrets set <entry>', 'secrets import <entry>'] },
  heroku: { words: ['config:set <entry>', 'config:add <entry>'] },
  gh: { words: ['secret set … -b *', 'secret set … --body *'] },
  glab: { words: ['auth login … -t *'] },
  git: { words: ['config ? *', 'config _ ? *'] },
  'npm yarn pnpm': { words: ['config set ? *', 'set ? *'] },
  twine: { secret: '-p' },
  poetry: { words: ['publish … -p *', 'config ? *'] },
  cargo: { words: ['login *'] },
  nuget: { words: ['push _ *', 'setapikey *'] },
  dotnet: { words: ['nuget push … -k *'] },
  'anaconda codecov codecovcli': { secret: '-t' },
  snyk: { words: ['auth *'] },
  bw: { words: ['login _ *', 'unlock *'] },

  // Their options look like those of others: `sshpass -p secret ssh -p 22` shows the port.
  sshpass: { secret: '-p', value: '-P -f -d', runs: true },
  'ssh sudo env doas su runuser timeout nice ionice nohup setsid stdbuf xargs watch strace ltrace systemd-run chroot nsenter unshare flock firejail bwrap flatpak snap parallel find time exec sh bash zsh dash fish ksh busybox proot gdb valgrind perf cmd powershell pwsh node deno bun ruby php perl python python2* python3*':
    { runs: true },
  'scp sftp rsync mosh nmap masscan nc netcat iptables psql pg_dump pg_dumpall pg_restore pg_ctl postgres redis-server cp mkdir tar gcc g++ cc clang ld mount ps top htop lsof ss netstat tcpdump tshark patch grep egrep rg sed awk vim nano cat java mvn gradle make cmake ninja meson nginx httpd apache2 haproxy memcached':
    {},
  'ffmpeg ffprobe x264 x265 vpxenc': { value: '-pass -passlogfile --pass --passes' },
};

const compiled = new Map<string, Compiled>();
/** `ipmi-*`: by what the names begin with. */
const families: [start: string, grammar: Compiled][] = [];
for (const [names, grammar] of Object.entries(programs)) {
  const one = compile(grammar);
  for (const name of names.split(' ')) {
    if (name.endsWith('*')) families.push([name.slice(0, -1), one]);
    else compiled.set(name, one);
  }
}

/** The grammar of the program that a word names, by its file name without `.exe`. */
export function grammarOf(word: string): Compiled | undefined {
  const file = word.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
  if (file.length < 2 || file.length > 40) return undefined;
  const name = file.toLowerCase().replace(/\.exe$/, '');
  return compiled.get(name) ?? families.find(([start]) => name.startsWith(start))?.[1];
}
