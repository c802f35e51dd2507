#!/usr/bin/env node
import { bootstrap } from './lib/bootstrap.mjs';

await bootstrap({
  command: 'npm start',
  does: 'Candor Finder on a collector of its own: installs what is missing, builds what is stale, opens the app.',
  script: 'scripts/start/run.ts',
});
