import { describe, expect, it } from 'vitest';
import { readable, unescapeUnit, unitOfPath, unitPath } from '../../../../../engine/sampler/linux/unit-name.ts';

const user = '/user.slice/user-1000.slice/user@1000.service';
const id = '3f2a9c'.padEnd(64, '0');

describe('the unit of a control group', () => {
  it.each([
    // systemd
    ['/system.slice/ssh.service', 'service', 'ssh.service', null],
    ['/system.slice/system-getty.slice/getty@tty1.service', 'service', 'getty@tty1.service', null],
    ['/system.slice/dev-disk-by\\x2duuid-1.swap', 'group', 'dev-disk-by-uuid-1.swap', null],
    ['/init.scope', 'service', 'init.scope', null],
    ['/user.slice/user-1000.slice/session-2.scope', 'session', 'session 2', null],
    ['/user.slice/user-1000.slice/session-c1.scope', 'session', 'session c1', null],
    [`${user}/init.scope`, 'service', 'user@1000.service', null],
    [`${user}/session.slice/org.gnome.Shell@wayland.service`, 'service', 'org.gnome.Shell@wayland.service', null],
    [`${user}/app.slice/dbus-:1.2-org.gnome.Nautilus@0.service`, 'service', 'org.gnome.Nautilus', null],
    [`${user}/app.slice/run-r12ab.scope`, 'other', 'run-r12ab.scope', null],
    // apps of desktops
    [`${user}/app.slice/app-gnome-org.mozilla.firefox-1234.scope`, 'app', 'Firefox', 'org.mozilla.firefox'],
    [`${user}/app.slice/app-gnome-firefox\\x2desr-1234.scope`, 'app', 'Firefox Esr', 'firefox-esr'],
    [`${user}/app.slice/app-org.kde.konsole@5ad1.service`, 'app', 'Konsole', 'org.kde.konsole'],
    [`${user}/app.slice/app-firefox-0a1b2c3d.scope`, 'app', 'Firefox', 'firefox'],
    [`${user}/app.slice/app-code@autostart.service`, 'app', 'Code', 'code'],
    [`${user}/app.slice/app-flatpak-org.gimp.GIMP-99.scope`, 'app', 'GIMP', 'org.gimp.GIMP'],
    [`${user}/app-flatpak-com.spotify.Client-77.scope`, 'app', 'Client', 'com.spotify.Client'],
    [
      `${user}/app.slice/gnome-launched-org.inkscape.Inkscape.desktop-12.scope`,
      'app',
      'Inkscape',
      'org.inkscape.Inkscape',
    ],
    [`${user}/snap.firefox.firefox-6f1c2d3e-1111-2222-3333-444455556666.scope`, 'app', 'Firefox', 'firefox_firefox'],
    [`${user}/snap.code.code.6f1c2d3e-1111-2222-3333-444455556666.scope`, 'app', 'Code', 'code_code'],
    ['/system.slice/snap.cups.cupsd.service', 'service', 'snap.cups.cupsd.service', null],
    [`${user}/tmux-spawn-6f1c2d3e-1111-2222-3333-444455556666.scope`, 'session', 'tmux', null],
    // containers
    [`/system.slice/docker-${id}.scope`, 'container', 'docker 3f2a9c000000', null],
    [`/docker/${id}`, 'container', 'docker 3f2a9c000000', null],
    [`/machine.slice/libpod-${id}.scope`, 'container', 'podman 3f2a9c000000', null],
    [`/kubepods.slice/kubepods-pod1_2.slice/cri-containerd-${id}.scope`, 'container', 'containerd 3f2a9c000000', null],
    [`/kubepods/burstable/pod0a1b/${id}`, 'container', 'container 3f2a9c000000', null],
    ['/lxc.payload.web-1', 'container', 'web-1', null],
    ['/lxc/web-1', 'container', 'web-1', null],
    ['/machine.slice/machine-qemu\\x2d3\\x2ddebian.scope', 'container', 'debian', null],
    ['/machine.slice/systemd-nspawn@mail.service', 'container', 'mail', null],
    // others
    ['/my-group', 'group', 'my-group', null],
    ['/system.slice', 'group', 'system.slice', null],
  ])('%s is a %s named %s', (path, kind, name, appId) => {
    expect(unitOfPath(path)).toMatchObject({ kind, name, appId });
  });

  it('is the outermost: what a service or container makes below itself is its own affair', () => {
    expect(unitOfPath(`/system.slice/docker-${id}.scope/system.slice/cron.service`)).toMatchObject({
      key: `/system.slice/docker-${id}.scope`,
      kind: 'container',
    });
    expect(unitOfPath('/system.slice/nginx.service/workers')?.key).toBe('/system.slice/nginx.service');
  });

  it('of an app of several windows is the slice that holds them', () => {
    const slice = `${user}/app.slice/app-org.gnome.Terminal.slice`;
    expect(unitOfPath(`${slice}/vte-spawn-6f1c.scope`)).toMatchObject({ key: slice, kind: 'app', name: 'Terminal' });
  });

  it('says whose session it is in', () => {
    expect(unitOfPath(`${user}/app.slice/app-code-1.scope`)?.userId).toBe(1000);
    expect(unitOfPath('/system.slice/ssh.service')?.userId).toBeNull();
  });

  it('is none at the root', () => {
    expect(unitOfPath('/')).toBeNull();
    expect(unitOfPath('')).toBeNull();
  });
});

describe('names of units', () => {
  it('are unescaped byte by byte', () => {
    expect(unescapeUnit('caf\\xc3\\xa9\\x2dbar')).toBe('café-bar');
    expect(unescapeUnit('a\\xzz')).toBe('a\\xzz');
  });

  it('are written as people do', () => {
    expect(readable('visual-studio_code')).toBe('Visual Studio Code');
    expect(readable('GIMP')).toBe('GIMP');
    expect(readable('éclair')).toBe('Éclair');
    expect(readable('-')).toBe('-');
  });
});

describe('the path of a process', () => {
  it('is the one there is with version 2', () => {
    expect(unitPath('0::/system.slice/ssh.service\n')).toBe('/system.slice/ssh.service');
    expect(unitPath('0::/a/b:c (deleted)\n')).toBe('/a/b:c');
    expect(unitPath('')).toBe('/');
  });

  it("is systemd's with version 1 and where both are", () => {
    expect(unitPath('4:memory:/user.slice\n1:name=systemd:/system.slice/cron.service\n0::/x\n')).toBe(
      '/system.slice/cron.service',
    );
    expect(unitPath('4:memory:/\n1:name=systemd:/\n0::/system.slice/cron.service\n')).toBe(
      '/system.slice/cron.service',
    );
  });

  it('is without systemd one on which the controllers agree', () => {
    expect(unitPath('4:memory:/docker/a\n2:cpu,cpuacct:/docker/a\n')).toBe('/docker/a');
    expect(unitPath('4:memory:/elsewhere/a\n2:cpuacct:/\n1:name=systemd:/\n0::/\n')).toBe('/');
  });
});
