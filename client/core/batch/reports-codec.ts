import type { CountedReport } from '../errors/error-counter.ts';
import { type ErrorReport, identityOf } from '../errors/error-report.ts';
import { MAX_FRAMES } from '../errors/limits.ts';
import { holdsTogether } from '../errors/read-report.ts';
import type { FieldSpec, Group } from '../registry/declaration.ts';
import type { CborValue } from './cbor.ts';
import { type Extent, fieldExtent, listExtent, repeatedExtent } from './extent.ts';
import { fieldCodec } from './field-codecs.ts';
import { type GroupCodec, list, type Reading, requireLevel, within } from './group-codec.ts';
import { Invalid } from './problem.ts';

const FRAME = ['file', 'line', 'column'] as const;

type Values = Readonly<Record<string, unknown>>;

/**
 * Error reports: for each its fields in the order of the registry, but those of frames, and after them its frames, innermost
 * first, as one list of file, line and column by turns. A field that joined later stands behind the others.
 */
export class ReportsGroup implements GroupCodec<readonly CountedReport[]> {
  readonly nothing: readonly CountedReport[] = [];
  readonly extent: Extent;
  readonly #name: string;
  readonly #most: number;
  readonly #level: Reading['level'];
  readonly #once: readonly Column[];
  readonly #frame: readonly Column[];

  constructor(name: string, group: Group) {
    this.#name = name;
    this.#most = group.rows ?? 0;
    this.#level = Object.values(group.fields).some(({ level }) => level === 'enhanced') ? 'enhanced' : 'standard';
    const columns = Object.entries(group.fields).map(([field, spec]) => columnOf(name, field, spec));
    const isOfFrame = ({ field }: Column) => FRAME.some((known) => known === field);
    this.#frame = columns.filter(isOfFrame);
    this.#once = columns.filter((column) => !isOfFrame(column));
    const frames = repeatedExtent(MAX_FRAMES, {
      items: this.#frame.length,
      bytes: this.#frame.reduce((sum, { extent }) => sum + extent.bytes, 0),
    });
    this.extent = repeatedExtent(this.#most, listExtent([...this.#once.map(({ extent }) => extent), frames]));
  }

  pack(reports: readonly CountedReport[], { level }: Reading): CborValue[] {
    this.#requireSound(reports);
    if (reports.length > 0) requireLevel(this.#name, this.#level, level);
    return reports.map(({ report, count }) => {
      const values: Values = { ...report, count };
      const frames = report.frames.flatMap((frame) =>
        this.#frame.map(({ field, path, codec }) => within(path, codec.pack((frame as unknown as Values)[field]))),
      );
      const once = this.#once.map(({ field, path, codec, before }) =>
        within(path, codec.pack(values[field] ?? before)),
      );
      return [...once, frames];
    });
  }

  unpack(packed: unknown, { level, revision }: Reading): readonly CountedReport[] {
    const there = this.#once.filter((column) => column.revision <= revision).length;
    const items = list(this.#name, packed, this.#most);
    if (items.length > 0) requireLevel(this.#name, this.#level, level);
    const reports = items.map((item): CountedReport => {
      const parts = list(this.#name, item, there + 1);
      const { count, ...report } = Object.fromEntries(
        this.#once.map(({ field, path, codec, before }, index) => [
          field,
          within(path, index < there ? codec.unpack(parts[index]) : before),
        ]),
      );
      const frames = this.#frames(parts[there]);
      return { report: { ...report, frames } as unknown as ErrorReport, count: count as number };
    });
    this.#requireSound(reports);
    return reports;
  }

  #frames(packed: unknown): ErrorReport['frames'] {
    const size = this.#frame.length;
    const parts = list(this.#name, packed, MAX_FRAMES * size);
    const starts = parts.map((_, at) => at).filter((at) => at % size === 0);
    return starts.map((start) => {
      const frame = this.#frame.map(({ field, path, codec }, at) => [
        field,
        within(path, codec.unpack(parts[start + at])),
      ]);
      return Object.fromEntries(frame) as ErrorReport['frames'][number];
    });
  }

  /** @throws Invalid when the rules that cross fields are broken, or one error has two reports. */
  #requireSound(reports: readonly CountedReport[]): void {
    const identities = new Set(reports.map(({ report }) => identityOf(report)));
    const sound = reports.every(({ report, count }) => holdsTogether(report) && count > 0);
    if (!sound || identities.size !== reports.length || reports.length > this.#most) {
      throw new Invalid(this.#name, `at most ${this.#most} reports, each once`);
    }
  }
}

interface Column extends ReturnType<typeof columnOf> {}

function columnOf(group: string, field: string, { type, revision = 1, before }: FieldSpec) {
  return { field, path: `${group}.${field}`, codec: fieldCodec(type), extent: fieldExtent(type), revision, before };
}
