import { type LogLine, MAX_LOG_LINES } from '../logs/log-lines.ts';
import type { Group } from '../registry/declaration.ts';
import { SESSION_SECONDS } from '../registry/field-types.ts';
import type { CborValue } from './cbor.ts';
import { type Extent, fieldExtent, largestExtent, listExtent, numberExtent, repeatedExtent } from './extent.ts';
import { type FieldCodec, fieldCodec } from './field-codecs.ts';
import { type GroupCodec, list, type Reading, requireLevel, within } from './group-codec.ts';
import { Invalid } from './problem.ts';
import { isUpTo } from './shapes.ts';

/**
 * Log lines: for each the number of its code, the seconds since the line before, and its parameters, a word by its number
 * in the list of the parameter. A time that goes back (the clock was set) counts as no time passed.
 */
export class LinesGroup implements GroupCodec<readonly LogLine[]> {
  readonly nothing: readonly LogLine[] = [];
  readonly extent: Extent;
  readonly #name: string;
  readonly #level: Reading['level'];
  readonly #code: FieldCodec;
  /** The codecs of each code's parameters, prepared once. */
  readonly #parameters: ReadonlyMap<unknown, readonly FieldCodec[]>;

  constructor(name: string, { fields, lines = {} }: Group) {
    this.#name = name;
    const code = fields['code'];
    if (!code) throw new Error('log lines have a code');
    this.#level = code.level;
    this.#code = fieldCodec(code.type);
    const types = Object.entries(lines).map(([word, { parameters }]) => [word, Object.values(parameters)] as const);
    this.#parameters = new Map(types.map(([word, parameters]) => [word, parameters.map(fieldCodec)]));
    const longest = largestExtent(types.map(([, parameters]) => listExtent(parameters.map(fieldExtent))));
    this.extent = repeatedExtent(MAX_LOG_LINES, {
      items: longest.items + 2,
      bytes: longest.bytes + fieldExtent(code.type).bytes + numberExtent(SESSION_SECONDS).bytes,
    });
  }

  pack(lines: readonly LogLine[], { level }: Reading): CborValue[] {
    if (lines.length > 0) requireLevel(this.#name, this.#level, level);
    if (lines.length > MAX_LOG_LINES) throw new Invalid(this.#name, `at most ${MAX_LOG_LINES} lines`);
    let previous = 0;
    return lines.map(({ code, time, values }) => {
      const codecs = this.#codecsOf(code, values.length);
      const delta = Math.max(0, this.#seconds(time) - previous);
      previous += delta;
      const packed = codecs.map((codec, at) => within(`${this.#name}.value`, codec.pack(values[at])));
      return [within(`${this.#name}.code`, this.#code.pack(code)), delta, ...packed];
    });
  }

  unpack(packed: unknown, { level }: Reading): readonly LogLine[] {
    const items = list(this.#name, packed, MAX_LOG_LINES);
    if (items.length > 0) requireLevel(this.#name, this.#level, level);
    let time = 0;
    return items.map((item) => {
      if (!Array.isArray(item)) throw new Invalid(this.#name, 'lines');
      const [number, delta, ...rest] = item as readonly unknown[];
      const code = within(`${this.#name}.code`, this.#code.unpack(number)) as string;
      const codecs = this.#codecsOf(code, rest.length);
      time = this.#seconds(time + this.#seconds(delta));
      const values = codecs.map((codec, at) => within(`${this.#name}.value`, codec.unpack(rest[at])));
      return { code, time, values };
    });
  }

  /** @throws Invalid for a code that there is not: one may stand in an older log on the disk. */
  #codecsOf(code: string, values: number): readonly FieldCodec[] {
    const codecs = within(`${this.#name}.code`, this.#parameters.get(code));
    if (codecs.length !== values) throw new Invalid(this.#name, 'the parameters of the code');
    return codecs;
  }

  #seconds(value: unknown): number {
    return within(`${this.#name}.time`, isUpTo(value, SESSION_SECONDS) ? value : undefined);
  }
}
