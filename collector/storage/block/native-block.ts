import { setImmediate as nextTurn } from 'node:timers/promises';
import { TURN_MS } from '../../limits.ts';
import type { Column } from '../columns.ts';
import { type BlockColumn, blockColumn, RowReader } from './block-columns.ts';
import { Growing } from './growing.ts';

/**
 * A block of rows in ClickHouse's Native format, which is columns: neither this process nor the engine has to look at a word
 * for each use of a command. The same bytes go into a file that the embedded engine reads, and into a request to a server.
 */
export class NativeBlock {
  readonly #columns: readonly { readonly name: string; readonly type: string; readonly values: BlockColumn }[];
  #rows = 0;

  constructor(columns: readonly Pick<Column, 'name' | 'type'>[]) {
    this.#columns = columns.map(({ name, type }) => ({ name, type, values: blockColumn(type) }));
  }

  /** Adds a row that was made for these columns (rows.ts). */
  add(row: Uint8Array): void {
    const reader = new RowReader(row);
    for (const { values } of this.#columns) values.read(reader, 1);
    if (reader.at !== row.length) throw new Error('a row that is not of these columns');
    this.#rows++;
  }

  /** The block; there must be a row at least. */
  bytes(): Buffer {
    const out = new Growing();
    out.varint(this.#columns.length);
    out.varint(this.#rows);
    for (const { name, type, values } of this.#columns) {
      out.text(name);
      out.text(type);
      values.writePrefix(out);
      values.write(out);
    }
    return out.written;
  }
}

/**
 * The block of some rows. A large one takes some hundredths of a second: now and then others get their turn.
 * @param rows one at least; they must stay as they are until it is made.
 */
export async function nativeBlock(
  rows: readonly Uint8Array[],
  columns: readonly Pick<Column, 'name' | 'type'>[],
): Promise<Buffer> {
  const block = new NativeBlock(columns);
  let turnEnds = performance.now() + TURN_MS;
  for (const row of rows) {
    block.add(row);
    if (performance.now() < turnEnds) continue;
    await nextTurn();
    turnEnds = performance.now() + TURN_MS;
  }
  return block.bytes();
}
