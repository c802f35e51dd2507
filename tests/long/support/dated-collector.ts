/**
 * A collector whose day stands in a file: `dated-collector.ts FOLDER FILE K [CLICKHOUSE]`. It says a token, and then where it is.
 */
import { readFileSync } from 'node:fs';
import { startCollector } from '../../../collector/start.ts';
import { readAddress } from '../../../collector/storage/clickhouse/address.ts';

const [, , dataDir = '', clockFile = '', k = '', server] = process.argv;
const DAY = 86_400_000;

const clickhouse = server === undefined ? undefined : { address: readAddress(server) };
const collector = await startCollector({
  dataDir,
  k: Number(k),
  ...(clickhouse === undefined ? {} : { clickhouse }),
  // In the middle of the day.
  clock: () => Number(readFileSync(clockFile, 'utf8')) * DAY + DAY / 2,
  seams: { sharedMs: 200, leaseMs: { lasts: 30_000, claim: 1000 }, closerCheckMs: 100 },
});
const token = await collector.tokens.create({ name: `test-${process.pid}`, role: 'administrator', use: 'bearer' });
process.stdout.write(`token: ${token}\ncollector: ${collector.url}\n`);
