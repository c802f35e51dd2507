import { declaring, type Group } from '../../../../../client/core/registry/declaration.ts';

const texts = { en: ['A field', 'To try it.'], it: ['Un campo', 'Per provare.'] } as const;
const common = { owner: 'tests', review: 'docs/privacy.md', since: '1.0.0', retentionDays: 1 } as const;

type Declaring = ReturnType<typeof declaring>;
type More = Parameters<Declaring['standard']>[2];

/** Fields that last, of which only the type matters. */
const lasting = declaring({ ...common, expires: 'never' });
export const standard = <const T extends Parameters<Declaring['standard']>[0]>(type: T, more: More = {}) =>
  lasting.standard(type, texts, more);
export const enhanced = <const T extends Parameters<Declaring['enhanced']>[0]>(type: T, more: More = {}) =>
  lasting.enhanced(type, texts, more);

/** A group of such fields. */
export function groupOf(
  layout: Group['layout'],
  fields: Group['fields'],
  more: Omit<Group, 'layout' | 'about' | 'fields'> = {},
): Group {
  return { layout, about: { title: { en: 'A group', it: 'Un gruppo' }, lead: 'To try it.' }, fields, ...more };
}
