/** What a value may hold. */
export interface SmallJsonLimits {
  /** Texts, numbers, lists and objects, those within others included. */
  readonly values: number;
  /** Of all its texts and names together. */
  readonly characters: number;
  /** Lists and objects within each other. */
  readonly depth: number;
}

/**
 * Whether a value is one that JSON can write, and small. It comes from a page, whose messages may hold anything that can be
 * cloned: circles, maps, and lists of millions that would be written to the disk at each change.
 */
export function isSmallJson(value: unknown, limits: SmallJsonLimits): boolean {
  let values = 0;
  let characters = 0;

  function isText(text: string): boolean {
    characters += text.length;
    return characters <= limits.characters;
  }

  function fits(one: unknown, depth: number): boolean {
    values += 1;
    if (values > limits.values || depth > limits.depth) return false;
    if (one === null || typeof one === 'boolean') return true;
    if (typeof one === 'number') return Number.isFinite(one);
    if (typeof one === 'string') return isText(one);
    if (Array.isArray(one)) {
      return one.length <= limits.values && one.every((item: unknown) => fits(item, depth + 1));
    }
    if (typeof one !== 'object' || !isPlain(one)) return false;
    for (const [name, item] of Object.entries(one)) if (!isText(name) || !fits(item, depth + 1)) return false;
    return true;
  }

  return fits(value, 0);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
