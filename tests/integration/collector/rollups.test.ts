import { describeRollups } from './suites/rollups-suite.ts';
import { embeddedBackend } from './support/backends.ts';

describeRollups(embeddedBackend);
