#!/usr/bin/env node
/** `node collector/cli.ts COMMAND`: the collector as a service, and what its operator asks of it besides. */
const [command = 'serve', ...more] = process.argv.slice(2);
if (command === 'products') {
  const { runProducts } = await import('./commands/products.ts');
  process.exitCode = await runProducts(more);
} else {
  const { runServe } = await import('./commands/serve.ts');
  await runServe(process.argv.slice(2));
}
