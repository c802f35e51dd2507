import type { Unit } from '../../../app/finder/unit.ts';

/** What the path of a control group says about the unit that it belongs to. */
export interface UnitName {
  /** Path of the unit's own group. */
  readonly key: string;
  readonly name: string;
  readonly kind: Unit['kind'];
  /** Id of the desktop entry of an app, such as `org.mozilla.firefox`. */
  readonly appId: string | null;
  /** Whose session it is in; `null` for the system's. */
  readonly userId: number | null;
}

/**
 * The unit of a process by the path of its control group; `null` for the root, which is none. Names follow
 * systemd.unit(5), systemd.io/DESKTOP_ENVIRONMENTS and what container engines and snap use. The outermost unit counts:
 * what a service or a container makes below itself is its own affair.
 */
export function unitOfPath(path: string): UnitName | null {
  const parts = path.split('/').filter((part) => part !== '');
  let userId: number | null = null;
  for (const [index, part] of parts.entries()) {
    const key = `/${parts.slice(0, index + 1).join('/')}`;
    const user = /^user-(\d+)\.slice$/.exec(part)?.[1] ?? /^user@(\d+)\.service$/.exec(part)?.[1];
    if (user !== undefined) userId = Number(user);
    const made = container(part, parts[index - 1]) ?? (isManager(part, parts[index + 1]) ? null : unit(part));
    if (made) return { appId: null, ...made, key, userId };
  }
  const last = parts.at(-1);
  if (last === undefined) return null;
  return { key: `/${parts.join('/')}`, name: unescapeUnit(last), kind: 'group', appId: null, userId };
}

type Made = Pick<UnitName, 'name' | 'kind'> & { readonly appId?: string };

/** What a user's own systemd starts stands below its service. */
function isManager(part: string, below: string | undefined): boolean {
  return /^user@\d+\.service$/.test(part) && below !== undefined && below !== 'init.scope';
}

/** Engines that name a group after an id of 64 hexadecimal digits. */
const engines: Readonly<Record<string, string>> = {
  docker: 'docker',
  libpod: 'podman',
  'cri-containerd': 'containerd',
  crio: 'cri-o',
  nerdctl: 'nerdctl',
  buildkit: 'buildkit',
};

function container(part: string, above: string | undefined): Made | null {
  const [, engine, id] = /^(?:([a-z-]+)-)?([0-9a-f]{64})(?:\.scope)?$/.exec(part) ?? [];
  if (id !== undefined) {
    // Kubernetes with cgroupfs, docker and others name the folder above after themselves.
    const known = engine ?? (above && /^[a-z][a-z-]*$/.test(above) ? above : 'container');
    return { kind: 'container', name: `${engines[known] ?? known} ${id.slice(0, 12)}` };
  }
  const lxc = /^lxc\.payload\.(.+)$/.exec(part)?.[1] ?? (above && /^lxc(?:\.payload)?$/.test(above) ? part : undefined);
  if (lxc !== undefined) return { kind: 'container', name: unescapeUnit(lxc) };
  const machine = /^machine-(.+)\.scope$/.exec(part)?.[1] ?? /^systemd-nspawn@(.+)\.service$/.exec(part)?.[1];
  // libvirt: qemu-1-name, as escaped by systemd.
  return machine === undefined
    ? null
    : { kind: 'container', name: unescapeUnit(machine).replace(/^(?:qemu|lxc)-\d+-/, '') };
}

function unit(part: string): Made | null {
  if (part.endsWith('.slice')) return part.startsWith('app-') ? app(part.slice(4, -6), false) : null;
  const service = part.endsWith('.service');
  if (!service && !part.endsWith('.scope')) return null;
  const stem = part.slice(0, service ? -8 : -6);
  if (stem.startsWith('app-')) return app(service ? stem.slice(4).replace(/@[^@]*$/, '') : stem.slice(4), !service);
  if (service) {
    // Started by a user's D-Bus: dbus-:1.2-org.gnome.Nautilus@0
    const bus = /^dbus-:[\d.]+-(.+)@\d+$/.exec(unescapeUnit(stem))?.[1];
    return { kind: 'service', name: bus ?? unescapeUnit(part) };
  }
  return scope(stem, part);
}

function scope(stem: string, part: string): Made {
  const launched = /^gnome-launched-(.+?)(?:\.desktop)?-\d+$/.exec(stem)?.[1] ?? /^flatpak-(.+)-\d+$/.exec(stem)?.[1];
  if (launched !== undefined) return { kind: 'app', ...appNamed(unescapeUnit(launched)) };
  const [, snap, program] = /^snap\.([^.]+)\.([^.]+?)[.-][0-9a-f]{8}-[0-9a-f-]{27}$/.exec(stem) ?? [];
  if (snap !== undefined && program !== undefined) {
    return { kind: 'app', name: readable(program), appId: `${snap}_${program}` };
  }
  const session = /^session-(.+)$/.exec(stem)?.[1];
  if (session !== undefined) return { kind: 'session', name: `session ${session}` };
  if (/^(?:vte|tmux)-spawn-/.test(stem))
    return { kind: 'session', name: stem.split('-')[0] === 'tmux' ? 'tmux' : 'terminal' };
  if (stem === 'init') return { kind: 'service', name: part };
  return { kind: 'other', name: unescapeUnit(part) };
}

/** `[launcher-]id[-random]`; a hyphen that belongs to one of them is escaped. */
function app(text: string, random: boolean): Made {
  const parts = text.split('-');
  if (random && parts.length > 1) parts.pop();
  return { kind: 'app', ...appNamed(unescapeUnit(parts.at(-1) ?? text)) };
}

function appNamed(id: string): { name: string; appId: string } {
  // org.mozilla.firefox: the last part is the one that people know.
  const last = /^[a-z][\w-]*(?:\.[\w-]+){2,}$/i.test(id) ? (id.split('.').at(-1) ?? id) : id;
  return { name: readable(last), appId: id };
}

/** `firefox` as people write it: Firefox. A name with capitals of its own stays. */
export function readable(name: string): string {
  const spaced = name.replace(/[-_]+/g, ' ').trim();
  if (spaced === '') return name;
  return spaced === spaced.toLowerCase() ? spaced.replace(/(^|\s)\p{Ll}/gu, (letter) => letter.toUpperCase()) : spaced;
}

const decoder = new TextDecoder();

/** systemd writes what may not stand in a name as `\x2d`, byte by byte. */
export function unescapeUnit(name: string): string {
  return name.replace(/(?:\\x[0-9a-f]{2})+/gi, (codes) =>
    decoder.decode(Uint8Array.from(codes.matchAll(/\\x(..)/g), ([, code]) => Number.parseInt(code ?? '', 16))),
  );
}

/**
 * The path by which a process's unit goes, of the lines of /proc/PID/cgroup; see cgroups(7). With version 2 it is the one
 * there is. With version 1 every controller has its own: systemd's tells the unit, and without systemd two that agree.
 */
export function unitPath(text: string): string {
  const paths = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined) continue;
    for (const controller of controllers.split(',')) paths.set(controller, path.replace(/ \(deleted\)$/, ''));
  }
  const named = paths.get('name=systemd') ?? '/';
  if (named !== '/') return named;
  const unified = paths.get('') ?? '/';
  if (unified !== '/') return unified;
  const used = paths.get('cpuacct') ?? '/';
  return used !== '/' && used === paths.get('memory') ? used : '/';
}
