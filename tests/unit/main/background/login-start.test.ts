import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemDisk } from '../../../../client/main/files/disk.ts';
import { autostartFile, type LoginMemory, loginItem } from '../../../../main/background/login-start.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const entryOf = (program: string) => `[Desktop Entry]\nExec="${program}" "--background"\n`;

function memory(): LoginMemory {
  let written = false;
  return {
    get: () => written,
    set: (now) => {
      written = now;
    },
  };
}

function setUp() {
  const home = temporaryFolder();
  const file = path.join(home, 'autostart/candor-finder.desktop');
  const remembered = memory();
  const disk = { ...systemDisk };
  const writes: string[] = [];
  disk.rename = (from, to) => {
    writes.push(to);
    systemDisk.rename(from, to);
  };
  const start = (program = '/opt/candor') => autostartFile({ disk, file, entry: entryOf(program), memory: remembered });
  return { home, file, disk, writes, start, remembered };
}

describe('starting at login by an autostart entry', () => {
  it('is set up when it is chosen, whole and for this user, and removed when it is not', () => {
    const { file, start, home } = setUp();
    const login = start();
    expect(login.state).toBe('off');
    login.choose(true);
    expect(readFileSync(file, 'utf8')).toBe(entryOf('/opt/candor'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(login.state).toBe('on');
    login.choose(false);
    expect({ exists: existsSync(file), state: login.state }).toEqual({ exists: false, state: 'off' });
    expect(existsSync(path.join(home, 'autostart'))).toBe(true);
  });

  it('writes nothing when the entry fits already, whatever else stands in it', () => {
    const { file, start, writes } = setUp();
    start().choose(true);
    writeFileSync(file, `${entryOf('/opt/candor')}X-GNOME-Autostart-Delay=30\n`);
    start().refresh();
    start().choose(true);
    expect(writes).toHaveLength(1);
    expect(readFileSync(file, 'utf8')).toContain('Delay=30');
  });

  it('follows a program that was moved', () => {
    const { file, start } = setUp();
    start().choose(true);
    start('/home/me/Candor.AppImage').refresh();
    expect(readFileSync(file, 'utf8')).toBe(entryOf('/home/me/Candor.AppImage'));
  });

  it('respects that the person has deleted the entry, until they choose it anew', () => {
    const { file, start } = setUp();
    start().choose(true);
    rmSync(file);
    const login = start();
    login.refresh();
    expect({ exists: existsSync(file), state: login.state }).toEqual({ exists: false, state: 'off' });
    login.choose(true);
    expect(login.state).toBe('on');
  });

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])(
    'respects an entry that was switched off by %s',
    (line) => {
      const { file, start } = setUp();
      start().choose(true);
      const switchedOff = `${entryOf('/somewhere/else')}${line}\n`;
      writeFileSync(file, switchedOff);
      const login = start();
      login.refresh();
      expect(login.state).toBe('off');
      expect(readFileSync(file, 'utf8')).toBe(switchedOff);
      login.choose(true);
      expect(login.state).toBe('on');
    },
  );

  it('is set up at a start when it never could be before', () => {
    const { start, home, file } = setUp();
    writeFileSync(path.join(home, 'autostart'), 'a file in the way');
    const login = start();
    login.choose(true);
    expect(login.state).toBe('failed');
    rmSync(path.join(home, 'autostart'));
    const next = start();
    next.refresh();
    expect({ exists: existsSync(file), state: next.state }).toEqual({ exists: true, state: 'on' });
  });

  it.each([
    ['a full disk', 'ENOSPC'],
    ['a folder that cannot be written', 'EACCES'],
  ])('says that it failed on %s, and leaves no half entry', (_, code) => {
    const { start, disk, home } = setUp();
    disk.write = () => {
      throw Object.assign(new Error(code), { code });
    };
    const login = start();
    login.choose(true);
    expect(login.state).toBe('failed');
    expect(systemDisk.names(path.join(home, 'autostart'))).toEqual([]);
  });

  it('leaves a link in its place to whoever made it', () => {
    const { start, file, home } = setUp();
    const own = path.join(home, 'dotfiles.desktop');
    writeFileSync(own, entryOf('/mine'));
    mkdirSync(path.dirname(file));
    symlinkSync(own, file);
    const login = start();
    login.refresh();
    expect(login.state).toBe('failed');
    expect(readFileSync(own, 'utf8')).toBe(entryOf('/mine'));
  });

  it('is failed where the entry cannot be read', () => {
    const { start, file, disk } = setUp();
    start().choose(true);
    chmodSync(file, 0o000);
    disk.read = () => {
      throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
    };
    expect(start().state).toBe('failed');
  });
});

describe('starting at login by the system’s list', () => {
  function items(takes = true) {
    let on = false;
    const calls: boolean[] = [];
    return {
      calls,
      get: () => on,
      set: (next: boolean) => {
        calls.push(next);
        if (takes) on = next;
      },
      switchOff: () => {
        on = false;
      },
    };
  }

  it('is put there once, and not again when the person has switched it off', () => {
    const list = items();
    const remembered = memory();
    loginItem(list, remembered).refresh();
    expect(loginItem(list, remembered).state).toBe('on');
    list.switchOff();
    const login = loginItem(list, remembered);
    login.refresh();
    expect({ state: login.state, calls: list.calls }).toEqual({ state: 'off', calls: [true] });
    login.choose(false);
    expect(list.calls).toEqual([true, false]);
  });

  it('says when the system does not take it, or fails', () => {
    const login = loginItem(items(false), memory());
    login.choose(true);
    expect(login.state).toBe('failed');
    const failing = loginItem(
      {
        get: () => false,
        set: () => {
          throw new Error('no list');
        },
      },
      memory(),
    );
    failing.choose(true);
    expect(failing.state).toBe('failed');
  });
});
