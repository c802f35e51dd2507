#!/usr/bin/env node
import { bootstrap } from './lib/bootstrap.mjs';

await bootstrap({
  command: 'npm run dev',
  does: 'Candor Finder as it is worked on: what you change is built and shown, or the app starts again.',
  script: 'scripts/dev/run.ts',
});
