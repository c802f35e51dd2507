import type { Process } from '../../../app/finder/process.ts';

/**
 * What speaks against ending a process. The first two cannot be ended from here; the engine refuses them as well. The
 * others can, and the dialog says what goes with them. What is part of the app the engine alone knows: any program can
 * call itself so, and must not become one that cannot be ended by that.
 */
export type EndAdvice = 'kernel' | 'init' | 'finder' | 'session' | 'service-manager' | 'other-user' | 'fine';

/**
 * Programs that hold a person's session together: with one of them everything ends that was opened in it. The kernel
 * knows names of 15 characters at most.
 */
const sessionPrograms = new Set(
  [
    // Linux: display servers, compositors, session and login managers.
    ...['Xorg', 'X', 'Xwayland', 'gdm', 'gdm3', 'gdm-session-worker', 'gdm-x-session', 'gdm-wayland-session'],
    ...['sddm', 'sddm-helper', 'lightdm', 'lxdm', 'login', 'systemd-logind', 'elogind-daemon'],
    ...['gnome-session-binary', 'gnome-session', 'gnome-shell', 'kwin_wayland', 'kwin_x11', 'plasmashell'],
    ...['ksmserver', 'startplasma-wayland', 'startplasma-x11', 'plasma_session', 'xfce4-session', 'xfwm4'],
    ...['cinnamon', 'cinnamon-session', 'mate-session', 'marco', 'lxsession', 'lxqt-session', 'budgie-wm'],
    ...['budgie-daemon', 'sway', 'Hyprland', 'weston', 'labwc', 'wayfire', 'river', 'niri', 'i3', 'openbox'],
    ...['dbus-daemon', 'dbus-broker', 'dbus-broker-launch'],
    // macOS.
    ...['WindowServer', 'loginwindow', 'launchd', 'Dock', 'Finder', 'SystemUIServer'],
    // Windows.
    ...['csrss.exe', 'wininit.exe', 'winlogon.exe', 'services.exe', 'lsass.exe', 'smss.exe', 'dwm.exe'],
    ...['explorer.exe', 'sihost.exe', 'fontdrvhost.exe'],
  ].flatMap((name) => [name.toLowerCase(), name.slice(0, 15).toLowerCase()]),
);

/** What speaks against ending this process; the gravest of several. @param own title of the app that asks */
export function endAdvice(process: Process, own: string): EndAdvice {
  if (process.kernel) return 'kernel';
  if (process.pid === 1) return 'init';
  if (process.app === own) return 'finder';
  const name = process.name.toLowerCase();
  // The first process of a person's session under systemd has init as its parent; all services of the person are its.
  if (name === 'systemd' || name === '(sd-pam)') return 'service-manager';
  if (sessionPrograms.has(name)) return 'session';
  return process.mine ? 'fine' : 'other-user';
}

/** Whether asking the engine makes sense at all. */
export function isEndable(advice: EndAdvice): boolean {
  return advice !== 'kernel' && advice !== 'init';
}
