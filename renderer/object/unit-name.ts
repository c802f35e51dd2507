/**
 * The name of a unit by its key, as people know it: of `/system.slice/ssh.service` the last part, of `app:Firefox` the
 * title. systemd writes characters that it does not take in names as `\x2d`.
 */
export function unitName(key: string): string {
  if (key.startsWith('app:')) return key.slice('app:'.length);
  const last = key.split('/').filter(Boolean).at(-1) ?? key;
  return last.replace(/\\x([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
