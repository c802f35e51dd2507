#!/usr/bin/env node
import { bootstrap } from './lib/bootstrap.mjs';

await bootstrap({
  command: 'npm run demo',
  does: 'The dashboard on six months of made-up sessions: installs what is missing, fills a store, opens the page.',
  script: 'scripts/demo/run.ts',
});
