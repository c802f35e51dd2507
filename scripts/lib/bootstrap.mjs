/**
 * The step before everything else: it runs on a bare clone, so it may use nothing but Node's own modules and the
 * JavaScript that Node 20 knows. It makes node_modules agree with package-lock.json and hands over to the pinned Node.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDependencies, isInstalled } from './install.mjs';
import { runChild } from './run-child.mjs';

const OLDEST_NODE = 20;
const PLATFORMS = ['linux', 'darwin', 'win32'];

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * Prepares the project and runs `script` (relative to the project) in the pinned Node, with this process's arguments.
 * Ends this process with the script's exit code, or with 1 and one sentence when the project cannot be prepared.
 */
export async function bootstrap({ command, does, script }) {
  console.log(`${command}: ${does}`);
  const failure = findUnsupported() ?? (await install()) ?? findMissingNode();
  if (failure) {
    console.error(`${command} cannot go on: ${failure}`);
    process.exit(1);
  }
  await runAndExit(pinnedNode(), [path.join(root, script), ...process.argv.slice(2)]);
}

function findUnsupported() {
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    return `Node ${process.versions.node} is too old; install Node ${OLDEST_NODE} or newer from nodejs.org and try again.`;
  }
  if (!PLATFORMS.includes(process.platform)) {
    return `there is no Electron for ${process.platform}; use Linux, macOS or Windows.`;
  }
  return undefined;
}

async function install() {
  if (isInstalled(root)) return undefined;
  const { code, signal, error } = await installDependencies(root);
  if (code === 0) return undefined;
  return `npm ci ended with ${error ?? signal ?? `code ${code}`}; see its message above, check the network and npm's registry setting, and try again.`;
}

function findMissingNode() {
  if (existsSync(pinnedNode())) return undefined;
  return 'the pinned Node was not installed, because npm ran no install scripts; run "npm rebuild node --ignore-scripts=false" and try again.';
}

function pinnedNode() {
  return path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

async function runAndExit(executable, args) {
  const { code, signal, error } = await runChild(executable, args, { cwd: root, stdio: 'inherit' });
  if (error) {
    console.error(`${executable} could not be started (${error}); delete node_modules and try again.`);
    process.exit(1);
  }
  // A script that died of a signal must look so to whoever started us, for example to a shell's `&&`.
  if (signal) process.kill(process.pid, signal);
  else process.exit(code);
}
