const systems: Readonly<Record<string, string>> = { windows: 'Windows', macos: 'macOS', linux: 'Linux' };

const distributions: Readonly<Record<string, string>> = {
  debian: 'Debian',
  ubuntu: 'Ubuntu',
  fedora: 'Fedora',
  rhel: 'Red Hat Enterprise Linux',
  arch: 'Arch Linux',
  linuxmint: 'Linux Mint',
  other: 'Linux (other)',
};

/** "Windows", "Debian": what people call the system of a batch; proper names, the same in every language. */
export function systemName(os: string, distribution = 'none'): string {
  if (distribution === 'none') return systems[os] ?? os;
  return distributions[distribution] ?? distribution;
}
