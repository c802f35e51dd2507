import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** Debian's "nobody": an account of no rights that each system has. */
export const ORDINARY = 65534;

/** A folder of root's below folders of root's, as no temporary folder is; removed when the test ends. */
export function folderOfRoot(): string {
  const folder = mkdtempSync('/var/lib/candor-test-');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755);
  return folder;
}

/** Gives a folder, and what is in it now, to an ordinary user. */
export function giveAway(folder: string): void {
  chownSync(folder, ORDINARY, ORDINARY);
}

/** Something of root's that an ordinary user would like to have overwritten or opened to all. */
export interface Prize {
  /** A folder that everybody may look into, with a file that only root may read. */
  readonly folder: string;
  readonly file: string;
  /** Whether both are what they were. */
  isUntouched(): boolean;
}

/**
 * @param name of the file, for who has the folder taken for another.
 * @param below a folder of root's.
 */
export function prize(name: string, below = folderOfRoot()): Prize {
  const folder = path.join(below, 'of-root');
  mkdirSync(folder, { mode: 0o755 });
  const file = path.join(folder, name);
  writeFileSync(file, 'of root', { mode: 0o600 });
  const state = () => JSON.stringify([entry(folder), entry(file), readFileSync(file, 'utf8')]);
  const before = state();
  return { folder, file, isUntouched: () => state() === before };
}

function entry(file: string): unknown {
  const { mode, uid, ino, nlink } = lstatSync(file);
  return { mode, uid, ino, nlink };
}

/**
 * As an ordinary user, for as long as the test lasts: puts a link to `prize` in the place of every file in `folder` whose
 * name begins with `beginning`, the moment that it appears, and takes the link away again. In Perl, which is part of
 * each Debian: a shell would be too slow to win.
 */
export async function raceForFiles(folder: string, beginning: string, target: string): Promise<void> {
  await race(
    `my ($folder, $beginning, $target) = @ARGV;
     while (1) {
       opendir(my $open, $folder) or next;
       for (grep { index($_, $beginning) == 0 } readdir($open)) {
         my $file = "$folder/$_";
         unlink($file) and symlink($target, $file);
       }
       closedir($open);
     }`,
    [folder, beginning, target],
  );
}

/** As an ordinary user: has `folder` be now the real one, now a link to `target`. */
export async function raceForFolder(folder: string, target: string): Promise<void> {
  await race(
    `my ($folder, $target) = @ARGV;
     symlink($target, "$folder.link");
     while (1) {
       rename($folder, "$folder.real"); rename("$folder.link", $folder);
       rename($folder, "$folder.link"); rename("$folder.real", $folder);
     }`,
    [folder, target],
  );
}

async function race(program: string, args: readonly string[]): Promise<void> {
  const identity = ['--reuid', String(ORDINARY), '--regid', String(ORDINARY), '--clear-groups', '--'];
  const script = `$| = 1; print "ready\\n"; ${program}`;
  const racer: ChildProcess = spawn('setpriv', [...identity, 'perl', '-e', script, '--', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    const ended = once(racer, 'exit');
    racer.kill('SIGKILL');
    await ended;
  });
  if (racer.stdout) await once(racer.stdout, 'data');
}
