/** What `npm test` runs, in this order. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { prepareDisplay } from '../electron/prepare-display.ts';
import { resolveElectron } from '../electron/resolve-electron.ts';
import { program } from '../electron/system-libraries.ts';
import { projectRoot } from '../lib/paths.ts';
import { runCommand } from '../lib/run-command.ts';
import { UserFixableError } from '../lib/say.ts';
import { type Pass, readPlaywrightReports, readVitestReport, type Tally } from './reports.ts';

export interface SuiteContext {
  /** Further arguments for the test runner, such as `-g pattern`. */
  args: string[];
  /** Aborted when the run is to end. */
  signal: AbortSignal;
}

export interface Suite {
  name: string;
  does: string;
  /** The names of suites that it needs to have run before. */
  needs?: string[];
  /** Not each time: it takes minutes. With `all`, or when it is `named` alone. */
  onDemand?: 'all' | 'named';
  run(context: SuiteContext): Promise<Tally>;
}

/** Programs that the tests in Electron start and a bare system lacks, with the Debian packages they come in. */
export const playwrightPrograms: ReadonlyMap<string, string> = new Map([
  ['python3', 'python3'],
  ['strace', 'strace'],
  ['stress-ng', 'stress-ng'],
]);

/** In the title of an end-to-end test that is not run each time. */
const LONG = '@long';
/** The same of one that `all` does not run either: of its kind others are run. */
const RARE = '@rare';

/** Configurations of Playwright that are run one after the other, and how many virtual displays their workers want. */
interface Passes {
  configs: readonly string[];
  displays: number;
}

/**
 * First what waits for conditions, then what measures real time. One app after the other: on two cores, two of them take twice
 * the time each, and an engine that is flooded is taken for stuck.
 */
const oneApp: Passes = { configs: ['e2e', 'timed'], displays: 1 };
const aMinuteEach: Passes = { configs: ['long-e2e'], displays: 3 };

/** Playwright's is named in its configuration, the others are passed on the command line. */
const REPORTS = path.join(projectRoot, 'test-results/reports');
const GENERATORS = path.join(projectRoot, 'scripts/generate');

const biome = 'node_modules/@biomejs/biome/bin/biome';
const typescript = 'node_modules/typescript/bin/tsc';
const vitest = 'node_modules/vitest/vitest.mjs';
const playwright = 'node_modules/playwright/cli.js';

/** Some tools colour what they write to files and pipes, too. */
const isTerminal = Boolean(process.stdout.isTTY);
const plainEnv = isTerminal ? {} : { NO_COLOR: '1' };
const lint = [biome, 'ci', '--error-on-warnings', ...(isTerminal ? [] : ['--colors=off'])];

export const suites: Suite[] = [
  { name: 'lint', does: 'format and lint', run: (context) => check(lint, context) },
  { name: 'types', does: 'types of all rooms', run: (context) => check([typescript, '-b'], context) },
  { name: 'rooms', does: 'the rules of the project', run: (context) => check(['scripts/check-rooms.ts'], context) },
  { name: 'found', does: 'each find has its test', run: (context) => check(['scripts/check-found.ts'], context) },
  { name: 'generated', does: 'generated files are fresh', run: checkGenerated },
  { name: 'unit', does: 'unit tests', run: (context) => runVitest('unit', context) },
  { name: 'integration', does: 'integration tests', run: (context) => runVitest('integration', context) },
  { name: 'build', does: 'build', run: (context) => check(['scripts/build.ts'], context) },
  {
    name: 'e2e',
    does: 'end-to-end tests in Electron',
    needs: ['build'],
    run: (context) => runPlaywright(oneApp, narrowed(context, '--grep-invert', `${LONG}|${RARE}`)),
  },
  {
    name: 'integration-more',
    does: 'further integration tests',
    onDemand: 'all',
    run: (context) => runVitest('integration-more', context),
  },
  {
    name: 'installers',
    does: 'packages, installed and used',
    onDemand: 'all',
    run: runInstallers,
  },
  {
    name: 'e2e-more',
    does: 'further end-to-end tests in Electron',
    needs: ['build'],
    onDemand: 'all',
    run: (context) => runPlaywright(oneApp, narrowed(context, '--grep', LONG)),
  },
  {
    name: 'long',
    does: 'kills, power cuts, soak, markers, upgrades',
    onDemand: 'all',
    run: (context) => runVitest('long', context),
  },
  {
    name: 'long-e2e',
    does: 'a minute of the app in each state, traced',
    needs: ['build'],
    onDemand: 'all',
    run: (context) => runPlaywright(aMinuteEach, context),
  },
  {
    name: 'e2e-rare',
    does: 'rare cases in Electron',
    needs: ['build'],
    onDemand: 'named',
    run: (context) => runPlaywright(oneApp, narrowed(context, '--grep', RARE)),
  },
  {
    name: 'soak',
    does: 'the long tests with all of their repetitions',
    onDemand: 'named',
    run: (context) => runVitest('long', context, { CANDOR_TEST_SOAK: '1' }),
  },
];

/** What narrows a suite, unless whoever runs it has said what to run. */
function narrowed(context: SuiteContext, ...narrowing: string[]): SuiteContext {
  return context.args.length > 0 ? context : { ...context, args: narrowing };
}

/** Runs a JavaScript or TypeScript file of the project in this Node. */
async function runNode(args: string[], signal: AbortSignal, env: NodeJS.ProcessEnv = {}): Promise<number | undefined> {
  const options = { cwd: projectRoot, env: { ...process.env, ...plainEnv, ...env }, signal, show: true };
  return (await runCommand(process.execPath, args, options)).code;
}

async function check(args: string[], { signal }: SuiteContext): Promise<Tally> {
  const ok = (await runNode(args, signal)) === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

async function checkGenerated(context: SuiteContext): Promise<Tally> {
  const total: Tally = { passed: 0, failed: 0, skipped: 0 };
  for (const generator of readdirSync(GENERATORS).filter((file) => file.endsWith('.ts'))) {
    const { passed, failed } = await check([path.join(GENERATORS, generator), '--check'], context);
    total.passed += passed;
    total.failed += failed;
  }
  return total;
}

async function runVitest(project: string, { args, signal }: SuiteContext, env: NodeJS.ProcessEnv = {}): Promise<Tally> {
  const report = freshReport(project);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await runNode([vitest, 'run', '--project', project, ...reporters, ...args], signal, env);
  return readVitestReport(report, code);
}

/** Packages are installed on the computer itself, and purged again. */
async function runInstallers(context: SuiteContext): Promise<Tally> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    throw new UserFixableError(
      'the packages are tested by installing them: run it as root on a Debian, a container will do.',
    );
  }
  return await runVitest('installers', context);
}

/**
 * Runs one pass after the other, whether or not an earlier one failed. What narrows a suite may leave a pass without a test,
 * but not all of them.
 */
async function runPlaywright({ configs, displays }: Passes, { args, signal }: SuiteContext): Promise<Tally> {
  const { executable } = await resolveElectron();
  const programs = [...playwrightPrograms].map(([found, debianPackage]) => program(found, debianPackage));
  const display = await prepareDisplay(executable, programs, displays);
  try {
    const env = { ...display.env, CANDOR_ELECTRON: executable, CANDOR_E2E_DISPLAYS: display.virtual.join(' ') };
    const passes: Pass[] = [];
    for (const name of configs) {
      const report = freshReport(name);
      const options = [`--config=playwright.${name}.config.ts`, '--pass-with-no-tests'];
      passes.push({ report, exitCode: await runNode([playwright, 'test', ...options, ...args], signal, env) });
      if (signal.aborted) break;
    }
    return readPlaywrightReports(passes);
  } finally {
    display.stop();
  }
}

/** The place of a suite's report, with that of an earlier run removed, so that a crash cannot pass for it. */
function freshReport(name: string): string {
  mkdirSync(REPORTS, { recursive: true });
  const file = path.join(REPORTS, `${name}.json`);
  rmSync(file, { force: true });
  return file;
}
