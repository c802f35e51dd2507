import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { agreeTo } from '../../e2e/support/agreed-profile.ts';
import { BenchApp, builtApp, type Runtime } from './bench-app.ts';

/** Discard protocol on loopback: nothing listens there. */
export const NOBODY = 'http://127.0.0.1:9';

/** Profiles of the app, all copies of one in which the app has run before: a first start is not what people wait for. */
export class Profiles {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'candor-bench-'));
  #count = 0;

  /** Runs the app twice: Chromium keeps a script's compiled code when it meets it a second time. */
  async prepare(runtime: Runtime, app: string): Promise<void> {
    if (app === builtApp) agreeTo(this.#template);
    for (let runs = 0; runs < 2; runs++) {
      const running = new BenchApp(runtime, app, this.#template, NOBODY);
      try {
        await running.shown();
        await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS));
        await running.quit();
      } finally {
        running.kill();
      }
    }
    // What could not be sent to nobody must not be sent in a measured run.
    rmSync(path.join(this.#template, 'program'), { recursive: true, force: true });
  }

  /** A fresh copy. */
  next(): string {
    this.#count += 1;
    const copy = path.join(this.#folder, String(this.#count));
    cpSync(this.#template, copy, { recursive: true, filter: (file) => !path.basename(file).startsWith('Singleton') });
    return copy;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }

  get #template(): string {
    return path.join(this.#folder, 'template');
  }
}

/** Until the window's scripts have been written to the code cache. */
const WARM_UP_MS = 3000;
