import type { Field } from '../query/fields.ts';
import type { Row, Value } from '../query/query.ts';
import { maskAddresses } from './addresses.ts';
import { maskHomes } from './homes.ts';
import { MASK } from './mask.ts';

export { MASK };

/**
 * The path of one file, with the name of the user masked whose home it is in; the rest of the path stays.
 * @param names see {@link redactText}
 */
export function redactPath(path: string, names: readonly string[] = []): string {
  return joined(maskHomes(maskNames(path, names), true));
}

/**
 * Free text with home folders, addresses of networks, cards and mail, and the given names masked.
 * @param names the person's account, the computer and what else is to be masked wherever it stands as a whole word, in any
 * case of letters; of names with several parts (`mario rossi`, `vm.local`) each part as well
 */
export function redactText(text: string, names: readonly string[] = []): string {
  return joined(maskAddresses(maskHomes(maskNames(text, names), false)));
}

/**
 * Rows as they can be given away: fields that are sensitive by their type are masked, and all other texts are redacted
 * and swept for the very strings that stood in those fields of any row. The rows are for reading: keys may come to be the
 * same.
 */
export function redactRows(
  rows: readonly Row[],
  fields: readonly Field[],
  names: readonly string[] = [],
): readonly Row[] {
  const sensitive = new Set(fields.filter((field) => field.sensitive).map(({ property }) => property));
  const paths = new Set(fields.filter(({ id }) => id === 'path').map(({ property }) => property));
  const swept = new Set(names);
  for (const row of rows)
    for (const property of sensitive) {
      const value = row[property];
      // Addresses are found by their shape.
      if (typeof value === 'string' && maskAddresses(value) !== MASK) swept.add(value);
    }
  const all = [...swept];
  const known = new Map<string, string>();
  const redacted = (property: string, value: Value): Value => {
    if (typeof value !== 'string' || value === '') return value;
    if (sensitive.has(property)) return MASK;
    const path = paths.has(property);
    const id = `${path}${value}`;
    const text = known.get(id) ?? (path ? redactPath(value, all) : redactText(value, all));
    known.set(id, text);
    return text;
  };
  return rows.map(
    (row) =>
      Object.fromEntries(Object.entries(row).map(([property, value]) => [property, redacted(property, value)])) as Row,
  );
}

/** What is masked for two reasons is masked once; and with one side of `user@host` the other. */
function joined(text: string): string {
  return text.includes(MASK) ? text.replace(again, MASK).replace(aroundAt, MASK) : text;
}

const again = new RegExp(`(?:${MASK}){2,}`, 'g');
const aroundAt = new RegExp(`[\\w.+-]{1,64}(?=@${MASK})|(?<=${MASK}@)[\\w-][\\w.-]{0,253}`, 'g');

/** What names nobody: to mask it would only make texts unreadable, and would tell that somebody is named so. */
const generic = new Set(
  (
    'root localhost localdomain local lan home internal intranet user users system default nobody public shared service ' +
    'admin administrator guest linux windows ubuntu debian fedora arch archlinux cachyos manjaro mint opensuse raspberrypi ' +
    'pi macbook desktop laptop pc none null unknown ' +
    // Accounts of services, after Debian's base-passwd and the packages that add one; Windows' own.
    'daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats messagebus syslog tss uuidd ' +
    'sshd ntp chrony avahi rtkit polkitd colord pulse saned geoclue gdm sddm lightdm kernoops whoopsie usbmux dnsmasq ' +
    'fwupd-refresh speech-dispatcher cups-pk-helper hplip libvirt-qemu postgres mysql mariadb redis mongodb memcached ' +
    'elasticsearch rabbitmq mosquitto influxdb grafana prometheus nginx apache http tomcat jenkins git docker postfix ' +
    'dovecot bind named unbound squid tor debian-tor clamav statd rpc dbus network networkservice localservice'
  ).split(' '),
);
/** `_apt`, `systemd-resolve`, "NT AUTHORITY\\SYSTEM". */
const ofTheSystem = /^(?:_|systemd-|nt (?:authority|service)(?:\\|$)|(?:local|network) service$)/i;

/** Ends of host names that name no place of their own. */
const suffixes = new Set('local lan home internal intranet localdomain com org net edu gov io dev co arpa'.split(' '));
const suffix = '(?:(?:\\.[\\p{L}\\p{N}-]{1,63}){0,4}\\.(?:local|lan|internal|intranet|localdomain|corp|home\\.arpa))?';

/** The pattern for the names that were asked for last: a list is redacted with the same ones, cell by cell. */
let last: { readonly names: string; readonly pattern: RegExp | undefined } = { names: '', pattern: undefined };

function maskNames(text: string, names: readonly string[]): string {
  if (names.length === 0) return text;
  const wanted = names.join('\0');
  if (last.names !== wanted) last = { names: wanted, pattern: patternOf(names) };
  if (last.pattern === undefined) return text;
  return text.replace(last.pattern, MASK);
}

function patternOf(names: readonly string[]): RegExp | undefined {
  const parts = new Set(names.flatMap(partsOf));
  if (parts.size === 0) return undefined;
  const alternatives = [...parts].sort((one, other) => other.length - one.length).map(escaped);
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}\\p{M}])${suffix}`, 'giu');
}

/** A name, its words, its short form before the domain, in both of Unicode's spellings; what is too short or generic not. */
function partsOf(name: string): readonly string[] {
  const whole = name.trim();
  if (ofTheSystem.test(whole)) return [];
  const words = whole.split(/[\s\\/@]+/);
  const labels = words.flatMap((word) => {
    const [first = '', ...further] = word.split('.');
    return [word, first, ...further.filter((label) => label.length > 3 && !suffixes.has(label.toLowerCase()))];
  });
  return [whole, ...labels]
    .filter((part) => part.length > 1 && /[\p{L}\p{N}]/u.test(part) && !generic.has(part.toLowerCase()))
    .filter((part) => !/^\d+$/.test(part))
    .flatMap((part) => [part.normalize('NFC'), part.normalize('NFD')]);
}

/** A space in a name can be written in other ways in paths and addresses. */
function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '(?:\\s|%20|\\\\\\s|[+_.-])');
}
