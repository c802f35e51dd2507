import { isBefore, type Position } from '../journal/position.ts';

/**
 * Rows stand one behind the other in pieces of memory of this size, in bytes; the longest row fits into one. A buffer for
 * each of them would take a kilobyte more, and cost the garbage collection more than making the row.
 */
const PIECE_BYTES = 1024 * 1024;

/** Pieces that are kept for the next rows when they are empty; what a flood has needed beyond is given back. */
const SPARE_PIECES = 8;

interface Piece {
  readonly bytes: Buffer;
  /** Bytes that are taken, from the start. */
  used: number;
  /** Rows in it that are still needed. */
  rows: number;
}

type WriteRow = (bytes: Uint8Array, at: number) => number | undefined;

interface WaitingRow {
  readonly at: Position;
  readonly piece: Piece;
  readonly start: number;
  readonly end: number;
}

/**
 * Rows of batches that are in the journal, or on their way to it, and not in the storage yet. Whoever has decoded a batch
 * leaves its row here, so that the loader need not decode it again.
 *
 * What has no room is not kept, and nothing is forgotten for it: the loader takes the oldest first. Were those given up,
 * then as soon as more waits than there is room for, each row would be made and thrown away just before its turn.
 */
export class WaitingRows {
  readonly #mostPieces: number;
  /** In the order of the journal. */
  readonly #rows = new Map<string, WaitingRow>();
  #piece: Piece | undefined;
  #pieces = 0;
  #spare: Piece[] = [];

  /** @param capacity most memory of all rows, in bytes. */
  constructor(capacity: number) {
    this.#mostPieces = Math.floor(capacity / PIECE_BYTES);
  }

  /** Memory that the rows take, in bytes; also those of batches that are not in the journal yet. */
  get bytes(): number {
    return this.#pieces * PIECE_BYTES;
  }

  /**
   * Keeps the row of a batch until it is loaded, when there is room.
   * @param appended resolves to where the batch stands in the journal; when it rejects, the row is forgotten.
   * @param mostBytes of the row.
   * @param write puts the row there and says where it ends, or `undefined` when it has no room after all. It is called at
   * once, or not at all. What it throws is left to the loader, which sets such a batch aside.
   */
  keep(appended: Promise<Position>, mostBytes: number, write: WriteRow): void {
    const piece = this.#pieceFor(mostBytes);
    if (!piece) return;
    const start = piece.used;
    const end = written(write, piece.bytes, start);
    if (end === undefined) return;
    piece.used = end;
    piece.rows++;
    appended.then(
      (at) => this.#rows.set(keyOf(at), { at, piece, start, end }),
      () => this.#release(piece),
    );
  }

  /** The row of the batch at a position, to be used before the next `forgetBefore`; `undefined` when it is not kept. */
  at(position: Position): Uint8Array | undefined {
    const row = this.#rows.get(keyOf(position));
    return row?.piece.bytes.subarray(row.start, row.end);
  }

  /** Everything before it is in the storage. */
  forgetBefore(loaded: Position): void {
    for (const [key, { at, piece }] of this.#rows) {
      if (!isBefore(at, loaded)) return;
      this.#rows.delete(key);
      this.#release(piece);
    }
  }

  /** The piece that is being filled, or the next one when this much has no room in it; `undefined` when all are full. */
  #pieceFor(bytes: number): Piece | undefined {
    if (this.#piece && this.#piece.used + bytes <= PIECE_BYTES) return this.#piece;
    if (bytes > PIECE_BYTES || this.#pieces >= this.#mostPieces) return undefined;
    const full = this.#piece;
    this.#piece = this.#spare.pop() ?? { bytes: Buffer.allocUnsafeSlow(PIECE_BYTES), used: 0, rows: 0 };
    this.#pieces++;
    if (full?.rows === 0) this.#free(full);
    return this.#piece;
  }

  /** One of its rows is not needed any more. */
  #release(piece: Piece): void {
    piece.rows--;
    if (piece.rows > 0) return;
    if (piece === this.#piece) this.#piece = undefined;
    this.#free(piece);
  }

  #free(piece: Piece): void {
    this.#pieces--;
    piece.used = 0;
    if (this.#spare.length < SPARE_PIECES) this.#spare.push(piece);
  }
}

function written(write: WriteRow, bytes: Uint8Array, at: number): number | undefined {
  try {
    return write(bytes, at);
  } catch {
    return undefined;
  }
}

function keyOf({ segment, offset }: Position): string {
  return `${segment}:${offset}`;
}
