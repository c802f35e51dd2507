import type { GapRow, MinuteRow, RunRow, SystemRow, ThingRow } from './schema.ts';

/** What a file of the history ended with. */
export interface Remembered {
  /** Last moment that was recorded and the start of the system that it belongs to; `null` for a new file. */
  readonly seen: number | null;
  readonly boot: string | null;
  readonly highestRun: number;
  /** Name of the reading of the journal that was taken in last. */
  readonly journal?: string | null;
  readonly runs: readonly RunRow[];
  readonly things: readonly ThingRow[];
}

/** What is to be written. */
export interface Batch {
  /** Pieces that are over, and the numbers of those that are over altogether. */
  readonly runs: RunRow[];
  readonly things: ThingRow[];
  readonly over: number[];
  /** Rows of what goes on, new or in the place of older ones. */
  readonly openRuns: RunRow[];
  readonly openThings: ThingRow[];
  readonly minutes: MinuteRow[];
  readonly system: SystemRow[];
  readonly gaps: GapRow[];
  readonly seen: number;
  readonly boot: string;
  readonly highestRun: number;
}

/** What was gathered since the last batch, for questions. */
export interface Current {
  readonly minutes: readonly MinuteRow[];
  readonly system: readonly SystemRow[];
  /** Pieces that are over, and rows of what goes on. */
  readonly runs: readonly RunRow[];
  readonly openRuns: readonly RunRow[];
  /** Runs whose rows among those that go on say nothing any more. */
  readonly replaced: readonly number[];
}
