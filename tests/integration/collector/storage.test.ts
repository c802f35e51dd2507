import { describeStorage } from './suites/storage-suite.ts';
import { embeddedBackend } from './support/backends.ts';

describeStorage(embeddedBackend);
