import { MASK } from './mask.ts';

/**
 * A text in which addresses of networks, cards and mail are masked. Loopback addresses and those that mean "any" stay:
 * they are the same on every computer. Times, versions and what else looks like an address stay where that can be told.
 */
export function maskAddresses(text: string): string {
  let masked = text;
  if (text.includes('@')) masked = masked.replace(mail, maskMail);
  if (/[0-9A-Fa-f]{2}[:_.-]|en?x|wlx/.test(masked)) {
    masked = masked.replace(interfaces, `$1${MASK}`).replace(cards, (card) => (isDate(card) ? card : MASK));
  }
  if (masked.includes(':')) masked = masked.replace(sixes, maskSix);
  if (/\d[.-]\d/.test(masked)) masked = masked.replace(fours, maskFour).replace(dashed, maskDashed);
  // The other side of `user@address` tells as much.
  return masked.includes(`@${MASK}`) ? masked.replace(userAt, MASK) : masked;
}

const userAt = new RegExp(`[\\w.+-]{1,64}(?=@\\[?${MASK})`, 'g');

const mail = /[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.)+(\p{L}{2,24})(?![\p{L}\p{N}])/gu;
/** Endings of what stands behind an @ and is no domain: units of systemd, pictures for dense screens, packages. */
const noDomain =
  /^(?:service|socket|timer|slice|scope|mount|automount|target|device|path|swap|png|jpe?g|gif|svg|webp|js|ts|css|json|tgz|gz|zip|deb|rpm|jar|conf)$/i;

function maskMail(found: string, ending: string): string {
  return noDomain.test(ending) ? found : MASK;
}

/** Names of network interfaces that are made of the card's address. */
const interfaces = /\b(enx|wlx|wwx|en|wl)[0-9a-f]{12}\b/g;
const cards =
  /(?<![\w:])(?:[0-9A-Fa-f]{2}([:_-]))(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![\w:])|(?<=dev_)(?:[0-9A-Fa-f]{2}_){5}[0-9A-Fa-f]{2}|(?<![\w.])(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}(?![\w.])/g;

/** `26-11-28_12…`: year, month, day, hour, minute and second with dashes. */
function isDate(card: string): boolean {
  return /^\d\d([-_])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])\1(?:[01]\d|2[0-3])\1[0-5]\d\1[0-5]\d$/.test(card);
}

const sixes =
  /(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,8}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{0,4})(?:%(?:25)?[\w.-]{1,32})?(?![\w])/g;

function maskSix(found: string): string {
  const [whole = ''] = found.split('%');
  const zone = found.slice(whole.length);
  // "fe80::1: no route": the sign behind the address is none of it.
  const trailing = zone === '' && /[^:]:$/.test(whole) ? ':' : '';
  const address = trailing === '' ? whole : whole.slice(0, -1);
  if (!isSix(address) || /^[0:]*:[01]?$/.test(address)) return found;
  return MASK + trailing;
}

/** RFC 4291, 2.2: eight groups, or fewer with one `::`; the last two may be written as IPv4. `a::b` alone is C++. */
function isSix(address: string): boolean {
  const four = address.includes('.');
  const halves = address.split('::');
  if (halves.length > 2 || (halves.length === 2 && !/\d/.test(address))) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (groups.includes('')) return false;
  const count = groups.length + (four ? 1 : 0);
  return halves.length === 2 ? count <= 7 : count === 8;
}

const fours = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)/g;
/** What is before a version: `v`, `so.`, `Chrome/`, `name-`, `name_`, "version ". */
const beforeAVersion =
  /(?:\bv|\bso\.|(?<![/\w])[A-Z]\w*\/|[A-Za-z][\w.]*[-_]|\b[Vv]ersion[ :=]{1,3}|\b[Rr]elease[ :=]{1,3})$/;
/** What is behind one: a package's revision or an ending. */
const behindAVersion = /^(?:[-+~]\w|\.(?:jar|so|tgz|tar|deb|rpm|zip|whl|gz|dll|exe|js)\b|[a-z])/;

function maskFour(found: string, at: number, text: string): string {
  if (found.split('.').some((part) => Number(part) > 255)) return found;
  if (/^(?:127\.|0\.0\.0\.0$|255\.)/.test(found)) return found;
  const before = text.slice(Math.max(0, at - 40), at);
  if (beforeAVersion.test(before) && !/\b(?:ip|host|addr|from|to|dhcp|inet)[-_]$/i.test(before)) return found;
  return behindAVersion.test(text.slice(at + found.length, at + found.length + 8)) ? found : MASK;
}

/** `ip-10-43-136-14`, `dhcp-192-168-0-66`: names that providers make of addresses. */
const dashed = /(?<=[A-Za-z][-.])\d{1,3}(?:-\d{1,3}){3}(?![\d-])/g;

function maskDashed(found: string): string {
  return found.split('-').some((part) => Number(part) > 255) ? found : MASK;
}
