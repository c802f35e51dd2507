import { type JournalFiles, nodeFiles } from '../../../../collector/journal/files.ts';

export interface Faults {
  /** Error code of every write, sync or creation from now on, such as `ENOSPC`; `undefined`: the disk is well. */
  create?: string | undefined;
  append?: string | undefined;
  sync?: string | undefined;
  /** Called before each sync; it may wait. */
  beforeSync?: (() => Promise<void>) | undefined;
}

/** The real file system, with a disk that fails when told to. A failing write leaves half of its bytes behind. */
export function faultyFiles(faults: Faults): JournalFiles & { readonly syncs: number } {
  let syncs = 0;
  return {
    ...nodeFiles,
    get syncs() {
      return syncs;
    },
    async create(file) {
      failWith(faults.create);
      const real = await nodeFiles.create(file);
      return {
        async append(bytes) {
          if (faults.append) await real.append(bytes.subarray(0, bytes.length / 2));
          failWith(faults.append);
          await real.append(bytes);
        },
        async sync() {
          await faults.beforeSync?.();
          failWith(faults.sync);
          syncs++;
          await real.sync();
        },
        close: () => real.close(),
      };
    },
  };
}

function failWith(code: string | undefined): void {
  if (code) throw Object.assign(new Error(`${code}: injected`), { code });
}
