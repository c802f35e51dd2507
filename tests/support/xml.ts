/** An element of a configuration file. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** Text between its tags, without the spaces around it. */
  readonly text: string;
}

const PIECE = /<!--(?:(?!--)[\s\S])*-->|<\/([\w.-]+)\s*>|<([\w.-]+)((?:\s+[\w.-]+="[^"<&]*")*)\s*(\/?)>|([^<&]+)/y;

/** Reads XML without entities, processing instructions and types of documents. @throws Error that says where it is not well-formed. */
export function parseXml(source: string): Element {
  const root = { name: '', attributes: {}, children: [] as Element[], text: '' };
  const open = [root];
  PIECE.lastIndex = 0;
  for (let at = 0; at < source.length; at = PIECE.lastIndex) {
    const found = PIECE.exec(source);
    if (!found) throw new Error(`not well-formed at ${at}: ${source.slice(at, at + 40)}`);
    const [, closed, name, attributes = '', isEmpty, text] = found;
    const last = open.at(-1) ?? root;
    if (text !== undefined) last.text = `${last.text}${text}`.trim();
    if (closed !== undefined && (open.length === 1 || open.pop()?.name !== closed))
      throw new Error(`</${closed}> at ${at}`);
    if (name === undefined) continue;
    const pairs = [...attributes.matchAll(/([\w.-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]);
    const element = { name, attributes: Object.fromEntries(pairs) as Record<string, string>, children: [], text: '' };
    last.children.push(element);
    if (isEmpty === '') open.push(element);
  }
  const [only, ...others] = root.children;
  if (open.length > 1 || !only || others.length > 0 || root.text !== '')
    throw new Error('there is not one element around all');
  return only;
}

/** The elements at a path of names below one. */
export function at(element: Element, ...path: readonly string[]): Element[] {
  return path.reduce<Element[]>(
    (all, name) => all.flatMap(({ children }) => children.filter((one) => one.name === name)),
    [element],
  );
}
