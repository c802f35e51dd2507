/**
 * A path without the person in it: the home folder becomes `~`, and so does any other folder that is named as it is, such
 * as the one of managed preferences on macOS. Windows' paths are compared without regard to case, as Windows does.
 * @param home the home folder; empty when it is not known.
 */
export function maskedPath(file: string, home: string): string {
  const folder = home.replace(/[\\/]+$/, '');
  const user = folder.split(/[\\/]/).at(-1);
  if (!user) return file;
  const isWindows = /^[a-z]:/i.test(folder);
  const same = (a: string, b: string) => (isWindows ? a.toLowerCase() === b.toLowerCase() : a === b);
  const isBelow = same(file.slice(0, folder.length), folder) && /^(?:[\\/]|$)/.test(file.slice(folder.length));
  const rest = (isBelow ? file.slice(folder.length) : file).split(/([\\/])/);
  return `${isBelow ? '~' : ''}${rest.map((name) => (same(name, user) ? '~' : name)).join('')}`;
}

/** Enough of an ID to see that two reports are of the same installation, and too little to name it. */
export function maskedInstallation(installation: string): string {
  return `${installation.slice(0, 4)}…`;
}
