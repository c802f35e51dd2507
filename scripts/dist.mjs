#!/usr/bin/env node
import { bootstrap } from './lib/bootstrap.mjs';

await bootstrap({
  command: 'npm run dist',
  does: 'Makes the installers for the platform that it runs on, and checks what is in them.',
  script: 'scripts/packaging/run.ts',
});
