import { declaring, type Group, group } from '../../../client/core/registry/declaration.ts';
import { oneOf, uint } from '../../../client/core/registry/field-types.ts';

/**
 * What later releases add to the registry: fields in revision 2, a group in revision 3. release.ts puts this file into the
 * registry of a copy of the project as well.
 */

const said = (word: string) =>
  ({
    en: [`The ${word}`, `Why the ${word} is collected.`],
    it: [`Il campo ${word}`, `Perché si raccoglie ${word}.`],
  }) as const;
const about = (word: string) => ({ title: { en: word, it: word }, lead: `What ${word} is about.` });

const common = { owner: 'tests', review: 'docs/privacy.md', since: '1.1.0', retentionDays: 400 } as const;
const always = declaring({ ...common, expires: 'never' });
const asked = declaring({ ...common, expires: '2029-12-31' });

const fields = {
  scaling: always.standard(uint(500, 'per cent'), said('scaling'), { revision: 2, before: 100 }),
  touch: asked.standard(oneOf('no', 'yes'), said('touch'), { revision: 2 }),
};

const panes = group(
  'table',
  about('panes'),
  {
    kind: asked.standard(oneOf('list', 'chart'), said('kind'), { revision: 3 }),
    rows: asked.standard(uint(70_000, 'rows'), said('rows'), { revision: 3 }),
  },
  { rows: 8 },
);

/** A registry of the first revision with what has joined by a later one. */
export function joinedBy<R extends { readonly context: Group }>(registry: R, revision: number): R {
  const { context } = registry;
  return {
    ...registry,
    ...(revision >= 2 && { context: { ...context, fields: { ...context.fields, ...fields } } }),
    ...(revision >= 3 && { panes }),
  };
}
