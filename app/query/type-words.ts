import { type ObjectType, objectTypes } from './query.ts';

const plurals: Readonly<Record<ObjectType, string>> = {
  process: 'processes',
  port: 'ports',
  connection: 'connections',
  unit: 'units',
  device: 'devices',
};

/** Words that name a type. */
export const typeWords: ReadonlyMap<string, ObjectType> = new Map(
  objectTypes.flatMap((type) => [[type, type] as const, [plurals[type], type] as const]),
);
