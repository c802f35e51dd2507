import type { CubeKind } from '../rollups/cube-kinds.ts';
import type { Storage } from '../storage/storage.ts';
import { type CellQuestion, type NamedCell, queryCells } from './cells.ts';
import { recording, type Statement } from './statements.ts';

/**
 * Cells of one answer, which what stands beside it reads as well: those that this is told from are asked for in the same statement,
 * because most of what a statement takes does not depend on how many cells it gives.
 */
export class SharedCells {
  /** What was asked, by everything but its kinds. */
  readonly #asked = new Map<string, { readonly kinds: readonly string[]; readonly cells: Promise<NamedCell[]> }>();
  readonly #storage: Pick<Storage, 'query'>;
  readonly #beside: readonly CubeKind[];
  readonly statements: Statement[] = [];

  /** @param beside kinds that are read with whatever else is. */
  constructor(storage: Pick<Storage, 'query'>, beside: readonly CubeKind[]) {
    this.#beside = beside;
    this.#storage = recording(storage, this.statements);
  }

  /** The cells that a question is about, as {@link queryCells} gives them; of those that are not by segment or product. */
  async read(question: CellQuestion): Promise<NamedCell[]> {
    const { kinds, ...about } = question;
    const key = JSON.stringify(about);
    const wanted: ReadonlySet<string> = new Set(kinds);
    const known = this.#asked.get(key);
    if (known && kinds.every((kind) => known.kinds.includes(kind))) return ofKinds(await known.cells, wanted);
    const all = [...new Set([...kinds, ...this.#beside])];
    const cells = queryCells(this.#storage, { ...question, kinds: all });
    this.#asked.set(key, { kinds: all, cells });
    return ofKinds(await cells, wanted);
  }
}

const ofKinds = (cells: readonly NamedCell[], kinds: ReadonlySet<string>) =>
  cells.filter(({ kind }) => kinds.has(kind));
