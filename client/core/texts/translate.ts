/** Value of a `{name}` in a text. Numbers are written the way the language writes them; hand over text to avoid that. */
export type Param = string | number;

type Catalogue = Readonly<Record<string, string>>;

type ParamNames<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamNames<Rest>
  : never;

/** The parameters that a text needs: none, or an object with exactly its `{names}`. */
type ParamsFor<Text extends string> = [ParamNames<Text>] extends [never]
  ? []
  : [params: Readonly<Record<ParamNames<Text>, Param>>];

/** `x` for every pair of keys `x.one`, `x.other`. */
type PluralKey<C extends Catalogue> = keyof C extends infer K
  ? K extends `${infer Base}.other`
    ? Base
    : never
  : never;

type PluralParams<Text extends string> = [Exclude<ParamNames<Text>, 'count'>] extends [never]
  ? []
  : [params: Readonly<Record<Exclude<ParamNames<Text>, 'count'>, Param>>];

export interface Translate<C extends Catalogue> {
  /** The text of a key with its `{names}` filled in. */
  t<K extends keyof C & string>(key: K, ...params: ParamsFor<C[K]>): string;
  /**
   * The text of a key that depends on a count: `key.zero` for none if there is such a text, else the form that the
   * language's plural rules ask for (`key.one`, `key.other`, …). `{count}` is filled in.
   */
  tn<K extends PluralKey<C>>(key: K, count: number, ...params: PluralParams<C[`${K}.other`]>): string;
}

/** @param locale BCP 47 tag of the catalogue's language, with the region in whose way numbers are written if known */
export function createTranslate<C extends Catalogue>(catalogue: C, locale: string): Translate<C> {
  const plurals = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);

  function fill(text: string, params: Readonly<Record<string, Param>> = {}): string {
    return text.replace(/\{([^{}]+)\}/g, (placeholder, name: string) => {
      const value = params[name];
      if (value === undefined) return placeholder;
      return typeof value === 'number' ? numbers.format(value) : value;
    });
  }

  function pluralText(key: string, count: number): string {
    const zero = count === 0 ? catalogue[`${key}.zero`] : undefined;
    return zero ?? catalogue[`${key}.${plurals.select(count)}`] ?? catalogue[`${key}.other`] ?? key;
  }

  return {
    t: (key, ...[params]) => fill(catalogue[key] ?? key, params),
    tn: (key, count, ...[params]) => fill(pluralText(key, count), { ...params, count }),
  };
}
