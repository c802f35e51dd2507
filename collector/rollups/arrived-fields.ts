import { commonRegistry, type Group } from 'candor-client/core';
import { columns } from '../storage/columns.ts';

/** What of the registry a batch may be without: fields, and groups of which it has rows, whose fields arrive together. */
interface Arriving {
  /** A field's path, "context.country", or a group's name. */
  readonly item: string;
  /** The fields that arrive with it. */
  readonly fields: readonly string[];
  /** Whether it is in a batch, as an expression over a row of batches. */
  readonly arrives: string;
}

const groups: readonly (readonly [string, Group])[] = Object.entries(commonRegistry);

const pathsOf = (name: string, { fields }: Group) => Object.keys(fields).map((field) => `${name}.${field}`);

/** Fields that every batch has: the envelope, and what a batch is of. */
export const ALWAYS: readonly string[] = groups
  .filter(([, { layout }]) => layout === 'whole')
  .flatMap(([name, { fields }]) =>
    Object.entries(fields).flatMap(([field, { expires }]) => (expires === 'never' ? [`${name}.${field}`] : [])),
  );

/** All others, in the order of the registry. */
export const ARRIVING: readonly Arriving[] = groups.flatMap(([name, group]): Arriving[] => {
  const paths = pathsOf(name, group);
  const { layout, pair } = group;
  if (layout === 'whole' || layout === 'sparse') {
    return paths
      .filter((path) => !ALWAYS.includes(path))
      .map((path) => {
        const field = path.slice(name.length + 1);
        const arrives = pair ? `has(\`${name}.${pair[0]}\`, '${field}')` : `isNotNull(\`${field}\`)`;
        return { item: path, fields: [path], arrives };
      });
  }
  // Lists of one length: one of them tells of all.
  const list = columns.find((column) => column.name.startsWith(`${name}.`));
  return list ? [{ item: name, fields: paths, arrives: `notEmpty(\`${list.name}\`)` }] : [];
});

/** Of a row of batches: for each of {@link ARRIVING} 1 or 0. */
export const ARRIVED = `[${ARRIVING.map(({ arrives }) => `toUInt8(${arrives})`).join(', ')}]`;

/** The two columns of a list: those that arrived at all, and in how many batches, by the name of their sums. */
export function arrivedLists(sums: string): string {
  const items = ARRIVING.map(({ item }) => `'${item}'`).join(', ');
  return `arrayFilter((item, n) -> n > 0, [${items}], ${sums}), arrayFilter(n -> n > 0, ${sums})`;
}
