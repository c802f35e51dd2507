/**
 * `npm test`: every suite that is not on demand, `all` of them, or those named first on the command line; what follows
 * them goes to the test runner.
 */
import { fail, say, seconds, UserFixableError } from '../lib/say.ts';
import { failureLines, isGreen, type SuiteResult, suiteTable, summaryLine } from './reports.ts';
import { select } from './select.ts';
import { type Suite, type SuiteContext, suites } from './suites.ts';

const STOP_SIGNALS: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

async function test(args: string[]): Promise<void> {
  const selected = select(args, suites);
  const stop = new AbortController();
  for (const signal of STOP_SIGNALS) process.on(signal, () => stop.abort());
  const results: SuiteResult[] = [];
  for (const suite of selected.suites) {
    results.push(await runSuite(suite, { args: selected.rest, signal: stop.signal }));
    if (stop.signal.aborted) throw new UserFixableError('The tests were stopped.');
  }
  say(`\n${suiteTable(results).join('\n')}\n`);
  for (const line of failureLines(results)) say(line);
  say(summaryLine(results));
  process.exitCode = isGreen(results) ? 0 : 1;
}

/** Never rejects: a suite that cannot even run is a failed one, and the others still have something to say. */
async function runSuite(suite: Suite, context: SuiteContext): Promise<SuiteResult> {
  say(`\n▶ ${suite.name}: ${suite.does}`);
  const started = performance.now();
  const tally = await suite.run(context).catch((error: unknown) => {
    fail(error);
    return { passed: 0, failed: 1, skipped: 0 };
  });
  const milliseconds = performance.now() - started;
  say(`  ${suite.name}: ${summaryLine([tally])} in ${seconds(milliseconds)}`);
  return { name: suite.name, milliseconds, ...tally };
}

await test(process.argv.slice(2)).catch(fail);
