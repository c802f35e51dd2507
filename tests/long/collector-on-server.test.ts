/** The suites of the storage, of closed days and of faults with the tables in a ClickHouse server; in the integration suite they are embedded. */
import { describeFaults } from '../integration/collector/suites/faults-suite.ts';
import { describeRollups } from '../integration/collector/suites/rollups-suite.ts';
import { describeStorage } from '../integration/collector/suites/storage-suite.ts';
import { serverBackend } from '../integration/collector/support/backends.ts';
import { endServers } from '../integration/collector/support/servers.ts';

endServers();
describeStorage(serverBackend);
describeFaults(serverBackend);
describeRollups(serverBackend);
