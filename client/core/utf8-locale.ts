/**
 * On Linux Chromium turns names of files into text and back by the encoding of the system's locale. Where that is not
 * UTF-8 (`LANG=C`, or a locale that is not installed), a profile in a folder such as `/home/zoë` becomes an empty path:
 * Chromium writes its databases into `/`, and quitting takes two seconds.
 */

type Environment = Readonly<Record<string, string | undefined>>;

/** Tried in this order: the first is on nearly every system, the last on those that were set up long ago. */
const UTF8_LOCALES = ['C.UTF-8', 'C.utf8', 'en_US.UTF-8'];

const UTF8 = 'UTF-8';

/** Whether a path is the same in every encoding that a locale may have. */
export function isPlainPath(file: string): boolean {
  return /^\p{ASCII}*$/u.test(file);
}

/**
 * The variables with which Chromium reads paths as UTF-8; none when it does already. Language and region stay what they
 * were: Chromium takes them from LANGUAGE, too, where the encoding has no part.
 * @param charmap what `locale charmap` prints in an environment.
 * @returns `undefined` when the system has no such locale.
 */
export function utf8Variables(
  environment: Environment,
  charmap: (environment: Environment) => string,
): Readonly<Record<string, string>> | undefined {
  if (charmap(environment) === UTF8) return {};
  const spoken = languages(environment);
  const language: Record<string, string> = spoken.length > 0 ? { LANGUAGE: spoken.join(':') } : {};
  const found = UTF8_LOCALES.find((locale) => charmap({ ...environment, LC_ALL: locale }) === UTF8);
  return found === undefined ? undefined : { ...language, LC_ALL: found };
}

/** Languages that are asked for, most wanted first; the C locale is none. */
function languages({ LANGUAGE, LC_ALL, LC_MESSAGES, LANG }: Environment): string[] {
  const given = [LANGUAGE, LC_ALL || LC_MESSAGES || LANG];
  return given.filter((value): value is string => Boolean(value) && !/^(?:C|POSIX)(?:\.|$)/.test(value ?? ''));
}
