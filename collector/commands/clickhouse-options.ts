import { SettingsError } from '../config/given.ts';
import type { OptionName, Settings } from '../config/options.ts';
import { messageOf } from '../message-of.ts';
import { readAddress } from '../storage/clickhouse/address.ts';
import type { StorageOptions } from '../storage/open-storage.ts';

/** Where a collector keeps what it keeps: options of every command that looks at it. */
export const placeOptions = [
  'config',
  'data',
  'clickhouse',
  'clickhouse-user',
  'clickhouse-password',
  'cluster',
] as const satisfies readonly OptionName[];
export type PlaceOption = (typeof placeOptions)[number];

/** Those of a command that asks the questions of collector/answers. */
export const askingOptions = [...placeOptions, 'k', 'unpackaged'] as const satisfies readonly OptionName[];
export type AskingOption = (typeof askingOptions)[number];

export type ClickhouseOption = Exclude<PlaceOption, 'config' | 'data'>;

/** Where the tables are, as the settings say. @throws SettingsError in whose words no password stands. */
export function clickhouseOf(settings: Pick<Settings, ClickhouseOption>): Pick<StorageOptions, 'clickhouse'> {
  const { clickhouse, cluster, 'clickhouse-user': user, 'clickhouse-password': password } = settings;
  if (clickhouse === undefined) {
    if (cluster === undefined) return {};
    throw new SettingsError('--cluster is one of a ClickHouse, and --clickhouse is missing');
  }
  try {
    const address = readAddress(clickhouse, { user, password });
    return { clickhouse: { address, ...(cluster === undefined ? {} : { cluster }) } };
  } catch (error) {
    throw new SettingsError(messageOf(error), { cause: error });
  }
}
