#!/usr/bin/env node
import { bootstrap } from './lib/bootstrap.mjs';

await bootstrap({
  command: 'npm test',
  does: 'Everything that is checked: format, lint, types, rooms, generated files, unit, integration, end-to-end.',
  script: 'scripts/test/run.ts',
});
