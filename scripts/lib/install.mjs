/** Makes node_modules agree with package-lock.json, and knows when it does already. Node's own modules only. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runChild } from './run-child.mjs';

const PROGRESS_INTERVAL_MS = 10_000;

const stampFile = (root) => path.join(root, 'node_modules/.candor-installed');

/** Whether node_modules is what package-lock.json says: by our stamp or, after an install by hand, by npm's own record. */
export function isInstalled(root) {
  const wanted = fingerprint(root);
  if (readOrEmpty(stampFile(root)) === wanted) return true;
  if (!agreesWithLock(root)) return false;
  writeFileSync(stampFile(root), wanted);
  return true;
}

/** Runs `npm ci`, says how it goes, and stamps the result. Resolves to npm's outcome (see runChild). */
export async function installDependencies(root) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  console.log(
    `installing the dependencies with npm ci${existsSync(stampFile(root)) ? ' (package-lock.json has changed)' : ''}`,
  );
  const progress = setInterval(() => console.log(`  … npm ci, ${seconds()} s`), PROGRESS_INTERVAL_MS);
  const outcome = await npmCi(root);
  clearInterval(progress);
  if (outcome.code === 0) {
    writeFileSync(stampFile(root), fingerprint(root));
    console.log(`installed in ${seconds()} s`);
  }
  return outcome;
}

function npmCi(root) {
  const { command, args } = npm();
  // Development dependencies are what these scripts run on, whatever NODE_ENV says.
  const options = ['ci', '--include=dev', '--no-fund', '--no-audit', '--no-progress', '--loglevel=error'];
  return runChild(command, [...args, ...options], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** npm tells the scripts it runs where it is itself; this spares a shell, which Windows would need for npm.cmd. */
function npm() {
  const running = process.env.npm_execpath;
  if (running && path.basename(running) === 'npm-cli.js') return { command: process.execPath, args: [running] };
  return { command: 'npm', args: [] };
}

function fingerprint(root) {
  const lock = readFileSync(path.join(root, 'package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}\n`;
}

/** npm leaves a copy of the lockfile in node_modules when, and only when, an install came to its end. */
function agreesWithLock(root) {
  const record = readOrEmpty(path.join(root, 'node_modules/.package-lock.json'));
  if (!record) return false;
  const installed = JSON.parse(record).packages;
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([where, { version, integrity, optional, devOptional, peer }]) => {
    if (!where.includes('node_modules/')) return true;
    const found = installed[where];
    if (!found) return Boolean(optional || devOptional || peer);
    return found.version === version && found.integrity === integrity;
  });
}

function readOrEmpty(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
