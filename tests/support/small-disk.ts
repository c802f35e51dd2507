import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A real file system of its own, in memory and of a few pages, which a test can fill and protect. */
export class SmallDisk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Mounted until the test ends; `undefined` where the test may not mount. */
  static mount(bytes: number): SmallDisk | undefined {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
    const folder = mkdtempSync(path.join(tmpdir(), 'candor-small-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=700`, 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      // A container's root may not mount.
      rmdirSync(folder);
      return undefined;
    }
    onTestFinished(() => {
      execFileSync('umount', ['--lazy', folder]);
      rmdirSync(folder);
    });
    return new SmallDisk(folder);
  }

  /** Takes up all that is left. */
  fill(): void {
    const page = Buffer.alloc(4096);
    for (let count = 0; ; count++) {
      try {
        writeFileSync(path.join(this.folder, `filler-${count}`), page);
      } catch {
        return;
      }
    }
  }

  /** Gives back what `fill` took up. */
  empty(): void {
    for (let count = 0; existsSync(this.#filler(count)); count++) rmSync(this.#filler(count));
  }

  /** Allows reading only. */
  protect(): void {
    execFileSync('mount', ['-o', 'remount,ro', this.folder]);
  }

  repair(): void {
    execFileSync('mount', ['-o', 'remount,rw', this.folder]);
    this.empty();
  }

  #filler(count: number): string {
    return path.join(this.folder, `filler-${count}`);
  }
}
