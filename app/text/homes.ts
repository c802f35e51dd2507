import { MASK } from './mask.ts';

/**
 * Folders that hold one folder for each user, as systems lay them out: Linux with its automounts, network homes,
 * containers and Flatpak's view of the host, FreeBSD, Solaris, macOS, Windows of all ages and in some of its languages,
 * its file servers, and Windows' drives as WSL, Cygwin and Git's shell see them; also percent-encoded, as in addresses.
 */
const roots = new RegExp(
  [
    '(?:/(?:var|usr|export|srv|nfs|data|host|rootfs|hostfs|run/host|private/var|System/Volumes/Data|proc/\\d+/root|' +
      '(?:mnt|net|nfs|media|cygdrive|Volumes)/[^/\\n"\']{1,64}|[a-z]))?/(?:home\\d?|Users)/+',
    '[A-Za-z]:[\\\\/]{1,4}(?:Users|Utenti|Benutzer|Utilisateurs|Usuarios|Documents and Settings|' +
      'Dokumente und Einstellungen|WINNT[\\\\/]{1,4}Profiles)[\\\\/]{1,4}',
    '\\\\{2,4}[^\\\\/\\s"\':*?<>|]{1,64}\\\\{1,2}(?:[^\\\\/\\s"\':*?<>|]{1,64}\\\\{1,2}){0,2}?(?:homes?|Users|profiles?)\\$?\\\\{1,2}',
    '/(?:run/)?media/(?=[^/\\s"\']{1,64}/)',
    '/var/(?:spool/)?(?:mail|cron/crontabs|cron/tabs)/',
    '/var/lib/(?:AccountsService/(?:users|icons)|systemd/linger)/',
    '%2F(?:home|Users)%2F',
    '[A-Za-z](?::|%3A)(?:%5C|%2F)Users(?:%5C|%2F)',
  ].join('|'),
  'gi',
);

/** Folders in their midst that are no user's. */
const shared =
  /^(?:shared|public|default|guest|all|\.localized|linuxbrew|lost\+found|defaultappuser|root|(?:cdrom|floppy|usb|dvd|sd)\d*)(?:[ .].*)?$/i;

/** Folders in their midst that sort users into groups; the next one is a user's, or sorts further. */
const groups = /^(?:users?|students?|staff|people|faculty|local|nfs|ext|guests)$/i;

/** Folders that a home has, so that what is before them was the home. */
const insideAHome =
  /^(?:\.|Documents|Documenti|Desktop|Scrivania|Downloads|Scaricati|AppData|Library|bin|snap|src|go|Pictures|Music|Videos)/;

/** A domain before the user, as winbind and SSSD lay homes out: `/home/CORP/anna`, `/home/corp.example.com/anna`. */
const domain =
  /^[A-Z][A-Z0-9-]{1,14}$|^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|local|lan|internal|corp|home|ad|[a-z]{2})$/;

/** Where a name can end: a path alone, a path in quotes of a kind, a path among other words. */
type Surroundings = 'alone' | '"' | "'" | 'words';

/**
 * A text in which the names of users' home folders are masked; what is inside of the homes stays.
 * @param alone the text is a path and nothing else, so that a name ends with a slash alone
 */
export function maskHomes(text: string, alone: boolean): string {
  let masked = '';
  let done = 0;
  for (const { index, 0: root } of text.matchAll(roots)) {
    if (index < done || !begins(text, index)) continue;
    const encoded = root.includes('%');
    const surroundings = alone ? 'alone' : quoteAround(text, index);
    let at = index + root.length;
    for (let depth = 0; depth < 3; depth++) {
      const end = nameEnd(text, at, encoded, surroundings);
      const name = text.slice(at, end);
      if (name === '' || shared.test(name)) break;
      const next = end + (/^(?:[\\/]+|%2F|%5C)/i.exec(text.slice(end, end + 4))?.[0].length ?? 0);
      const following = text.slice(next, nameEnd(text, next, encoded, surroundings));
      if (!groups.test(name) || following === '') {
        masked += text.slice(done, at) + MASK;
        done = end;
        if (!domain.test(name) || next === end || following === '' || insideAHome.test(following)) break;
      }
      at = next;
    }
  }
  return masked + text.slice(done);
}

/** Whether a path can begin here: not inside of another one, nor of an address in the web. */
function begins(text: string, at: number): boolean {
  const before = text[at - 1];
  if (before === undefined || !/[\w.~%/\\-]/.test(before)) return true;
  // file:///home/anna, sftp://host/home/anna, \\?\C:\Users, ../home/anna, -I/home/anna
  const lead = /(?:[a-z][a-z0-9+.-]*:\/\/[^\s/"']*\/?|\\\\[?.]\\|\.\.|(?:^|[\s"'])-[A-Za-z])$/i.exec(
    text.slice(Math.max(0, at - 300), at),
  )?.[0];
  return lead !== undefined && !/^https?:/i.test(lead);
}

/** The quotes that are open before a path and are closed behind it. */
function quoteAround(text: string, at: number): Surroundings {
  const before = text.slice(Math.max(0, at - 300), at);
  const open = /(?:^|[\s=:,([{])(["'])(?:(?!\1)[^\n])*$/.exec(before)?.[1];
  return (open === '"' || open === "'") && text.includes(open, at) ? open : 'words';
}

/** Further words of a name, up to a slash: "mario rossi/", but not "mario and /x", nor "mario --x a/b". */
const furtherWords = /(?: [\p{L}\p{N}][\p{L}\p{M}\p{N}._’'-]*){1,3}(?=[\\/])/uy;

function nameEnd(text: string, from: number, encoded: boolean, surroundings: Surroundings): number {
  let at = from;
  for (; at < text.length; at++) {
    const letter = text[at] ?? '';
    if (letter === '/' || letter === '\n') return at;
    if (encoded && /^%(?:2F|5C)/i.test(text.slice(at, at + 3))) return at;
    // A shell's backslash before a space belongs to the name, any other is a separator.
    if (letter === '\\' && (surroundings !== 'words' || text[at + 1] !== ' ')) return at;
    if (letter === '\\') at++;
    else if (letter === surroundings) return at;
    else if (surroundings === 'words' && /[\s"':;,()<>|&=[\]{}*?]/.test(letter) && !isApostrophe(text, at)) break;
  }
  furtherWords.lastIndex = at;
  return surroundings === 'words' && at > from && furtherWords.test(text) ? furtherWords.lastIndex : at;
}

function isApostrophe(text: string, at: number): boolean {
  return text[at] === "'" && /^\p{L}'\p{L}/u.test(text.slice(at - 1, at + 2));
}
