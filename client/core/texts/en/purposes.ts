import { registry } from '../../registry/registry.ts';

type Registry = typeof registry;

/** Path of a field in a batch, such as "context.os". */
export type FieldPath = { [G in keyof Registry]: `${G}.${keyof Registry[G] & string}` }[keyof Registry];

/** Why each field is collected. The English sentences have their home in the registry, beside the fields. */
export const purposeMessages = Object.fromEntries(
  Object.entries(registry).flatMap(([group, fields]) =>
    Object.entries<{ readonly purpose: string }>(fields).map(([name, { purpose }]) => [
      `purpose.${group}.${name}`,
      purpose,
    ]),
  ),
) as { readonly [P in FieldPath as `purpose.${P}`]: string };
