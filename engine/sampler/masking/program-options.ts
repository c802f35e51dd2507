/** Options of one program that take a secret but do not say so by their names. */
export interface ProgramOptions {
  /** The secret is the rest of the same word: `-psecret`. */
  readonly glued?: readonly string[];
  /** The secret is the next word: `-w secret`. */
  readonly next?: readonly string[];
  /** The next word is a user and a secret, `-u name:secret`; the name may stay. */
  readonly pair?: readonly string[];
}

const mysql: ProgramOptions = { glued: ['-p'] };
const ldap: ProgramOptions = { next: ['-w'] };
const mongo: ProgramOptions = { next: ['-p'] };
const samba: ProgramOptions = { pair: ['-U', '--user'], glued: ['-U'] };
const sevenZip: ProgramOptions = { glued: ['-p'] };
const rar: ProgramOptions = { glued: ['-hp', '-p'] };
const freeRdp: ProgramOptions = { glued: ['/p:'] };
const mosquitto: ProgramOptions = { next: ['-P', '--pw'] };
const mssql: ProgramOptions = { next: ['-P'], glued: ['-P'] };
const snmp: ProgramOptions = { next: ['-A', '-X', '-c'] };
const putty: ProgramOptions = { next: ['-pw'] };
const shadow: ProgramOptions = { next: ['-p'] };
/** Their `-p` is a port; named so that `sshpass -p secret ssh -p 22` shows the port. */
const secureShell: ProgramOptions = {};

const programs: ReadonlyMap<string, ProgramOptions> = new Map(
  Object.entries({
    mysql,
    mysqladmin: mysql,
    mysqldump: mysql,
    mysqlimport: mysql,
    mysqlcheck: mysql,
    mysqlshow: mysql,
    mariadb: mysql,
    'mariadb-admin': mysql,
    'mariadb-dump': mysql,
    sshpass: { next: ['-p'], glued: ['-p'] },
    ssh: secureShell,
    scp: secureShell,
    sftp: secureShell,
    rsync: secureShell,
    curl: { pair: ['-u', '--user', '-U', '--proxy-user'], glued: ['-u', '-U'], next: ['-E', '--cert', '-b'] },
    lftp: { pair: ['-u', '--user'] },
    ldapsearch: ldap,
    ldapadd: ldap,
    ldapmodify: ldap,
    ldapdelete: ldap,
    ldappasswd: ldap,
    ldapwhoami: ldap,
    smbclient: samba,
    rpcclient: samba,
    'redis-cli': { next: ['-a'] },
    mongo,
    mongosh: mongo,
    mongodump: mongo,
    mongorestore: mongo,
    mongoexport: mongo,
    mongoimport: mongo,
    sqlcmd: mssql,
    bcp: mssql,
    mosquitto_pub: mosquitto,
    mosquitto_sub: mosquitto,
    // docker, podman, az and others: `login -u name -p secret`.
    login: { next: ['-p'] },
    openssl: { next: ['-k', '-K', '-pass', '-passin', '-passout'] },
    '7z': sevenZip,
    '7za': sevenZip,
    '7zr': sevenZip,
    '7zz': sevenZip,
    rar,
    unrar: rar,
    zip: { next: ['-P'] },
    unzip: { next: ['-P'] },
    xfreerdp: freeRdp,
    xfreerdp3: freeRdp,
    wfreerdp: freeRdp,
    rdesktop: { next: ['-p'], glued: ['-p'] },
    ipmitool: { next: ['-P'] },
    snmpget: snmp,
    snmpwalk: snmp,
    snmpset: snmp,
    plink: putty,
    pscp: putty,
    psexec: shadow,
    useradd: shadow,
    usermod: shadow,
  } satisfies Record<string, ProgramOptions>),
);

/** The options of the program that a word names, by its file name without `.exe`. */
export function optionsOf(word: string): ProgramOptions | undefined {
  const file = word.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
  return programs.get(file.toLowerCase().replace(/\.exe$/, ''));
}
