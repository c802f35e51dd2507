import { SettingsError } from '../config/given.ts';
import type { Settings } from '../config/options.ts';
import { messageOf } from '../message-of.ts';
import { readAddress } from '../storage/clickhouse/address.ts';
import type { StorageOptions } from '../storage/open-storage.ts';

export type ClickhouseOption = 'clickhouse' | 'clickhouse-user' | 'clickhouse-password' | 'cluster';

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
