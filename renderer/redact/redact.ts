/** Stands for what is masked. Its length is always the same, so that it does not tell the length. */
export const MASK = '•••••';

/** Folders that hold one folder for each user; what follows is a user's name. */
const homes = /((?:^|[\s"'=:,(])(?:\/home\/|\/Users\/|\/var\/home\/|[A-Za-z]:[\\/]Users[\\/]))([^\\/\s"':,)]+)/g;
const ipv4 = /\b(?:\d{1,3}\.){3}\d{1,3}\b/g;
const mac = /\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b/g;
/** Three groups at least and a colon pair or eight groups, so that times like 12:30:45 stay readable. */
const ipv6 =
  /(?<![\w:])(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|(?:[0-9A-Fa-f]{1,4}:){1,7}:(?:[0-9A-Fa-f]{1,4}:){0,6}[0-9A-Fa-f]{0,4}|::(?:[0-9A-Fa-f]{1,4}:){0,6}[0-9A-Fa-f]{1,4})(?![\w:])/g;

/** The name of a user's home folder in a path, masked; the rest of the path stays. */
export function maskPath(path: string): string {
  return path.replace(homes, `$1${MASK}`);
}

/**
 * Free text with home folders, network addresses and the given names masked.
 * @param names whole words to mask wherever they stand, such as the host's and the user's name
 */
export function maskText(text: string, names: readonly string[] = []): string {
  let masked = maskPath(text).replace(mac, MASK).replace(ipv6, MASK).replace(ipv4, MASK);
  for (const name of names) {
    // A one-letter name would mask half the text.
    if (name.length > 1) masked = masked.replace(wholeWord(name), MASK);
  }
  return masked;
}

function wholeWord(word: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'giu');
}
