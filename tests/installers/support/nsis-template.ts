/**
 * electron-builder's own NSIS template, compiled as electron-builder does it with warnings as errors, but by Debian's
 * makensis and with empty plugins in the place of those that electron-builder downloads. What comes out is not for running.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parse } from 'yaml';
import { finder } from '../../../app/finder/product.ts';
import { ensureSystem, program } from '../../../scripts/electron/system-libraries.ts';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { type CommandResult, runCommand } from '../../../scripts/lib/run-command.ts';
import { installPacker } from '../../../scripts/packaging/packer.ts';

/** What is used of app-builder-lib's insides: the part that writes what stands in front of the template. */
interface ScriptGenerator {
  include(file: string): void;
  addIncludeDir(folder: string): void;
  addPluginDir(target: string, folder: string): void;
  flags(names: string[]): void;
  build(): string;
}
interface Languages {
  LangConfigurator: new (options: object) => object;
  createAddLangsMacro(generator: ScriptGenerator, languages: object): void;
  addCustomMessageFileInclude(
    messages: string,
    packager: { getTempFile(name: string): Promise<string> },
    generator: ScriptGenerator,
    languages: object,
  ): Promise<void>;
}

const library = path.join(projectRoot, 'scripts/packaging/packer/node_modules/app-builder-lib');
const templates = path.join(library, 'templates/nsis');
const TARGET = 'x86-unicode';
/** Those of `NsisTarget.computeCommonInstallerScriptHeader`, electron-builder 26. */
const FLAGS = [
  'updated',
  'force-run',
  'keep-shortcuts',
  'no-desktop-shortcut',
  'delete-app-data',
  'allusers',
  'currentuser',
];

export async function ensureTemplate(): Promise<void> {
  await ensureSystem([program('makensis', 'nsis'), program('i686-w64-mingw32-ld', 'binutils-mingw-w64-i686')]);
  await installPacker();
}

/** Writes, into `folder`, plugins with every function that the template calls, and what stands in front of the template. */
export async function prepareTemplate(folder: string): Promise<string> {
  const { nsis } = parse(readFileSync(path.join(projectRoot, 'electron-builder.yml'), 'utf8')) as {
    nsis: { include: string };
  };
  await makePlugins(folder);
  const require = createRequire(import.meta.url);
  const { NsisScriptGenerator } = require(path.join(library, 'out/targets/nsis/nsisScriptGenerator.js')) as {
    NsisScriptGenerator: new () => ScriptGenerator;
  };
  const language = require(path.join(library, 'out/targets/nsis/nsisLang.js')) as Languages;
  const generator = new NsisScriptGenerator();
  const languages = new language.LangConfigurator(nsis);
  generator.include(path.join(templates, 'include/StdUtils.nsh'));
  generator.addIncludeDir(path.join(templates, 'include'));
  generator.flags(FLAGS);
  language.createAddLangsMacro(generator, languages);
  generator.addPluginDir(TARGET, folder);
  for (const messages of ['messages.yml', 'assistedMessages.yml']) {
    const getTempFile = async () => path.join(folder, `${messages}.nsh`);
    await language.addCustomMessageFileInclude(messages, { getTempFile }, generator, languages);
  }
  generator.include(path.join(projectRoot, nsis.include));
  return generator.build();
}

/** makensis on the template with `header` in front and with `furtherDefines`. */
export async function compileTemplate(
  folder: string,
  header: string,
  furtherDefines: Record<string, string> = {},
): Promise<CommandResult> {
  const script = path.join(folder, 'template.nsi');
  const installed = path.join(folder, 'app.7z');
  writeFileSync(installed, '');
  writeFileSync(script, header + readFileSync(path.join(templates, 'installer.nsi'), 'utf8'));
  const defines = {
    ...{ APP_ID: 'id', APP_GUID: 'guid', UNINSTALL_APP_KEY: 'key', APP_DESCRIPTION: 'text', COMPANY_NAME: 'name' },
    ...{ PRODUCT_NAME: finder.name, PRODUCT_FILENAME: finder.name, APP_FILENAME: finder.name, VERSION: finder.version },
    ...{ SHORTCUT_NAME: finder.name, UNINSTALL_DISPLAY_NAME: finder.name, APP_PACKAGE_NAME: finder.id },
    ...{ APP_64: installed, APP_64_NAME: 'app.7z', APP_64_HASH: '00', APP_64_UNPACKED_SIZE: '1', ESTIMATED_SIZE: '1' },
    ...{ APP_INSTALLER_STORE_FILE: 'store', COMPRESSION_METHOD: '7z', COMPRESS: 'auto' },
    ...{ MULTIUSER_INSTALLMODE_ALLOW_ELEVATION: '', INSTALL_MODE_PER_ALL_USERS_REQUIRED: '' },
    ...{ PROJECT_DIR: projectRoot, BUILD_RESOURCES_DIR: path.join(projectRoot, 'installer') },
    ...{ UNINSTALLER_OUT_FILE: installed, ...furtherDefines },
  };
  return runCommand(
    'makensis',
    [
      ...['-V4', '-WX', '-INPUTCHARSET', 'UTF8', '-NOCD', `-XTarget ${TARGET}`],
      `-XOutFile "${path.join(folder, 'template.exe')}"`,
      ...Object.entries(defines).map(([name, value]) => `-D${name}=${value}`),
      script,
    ],
    { cwd: templates, env: { ...process.env, LC_ALL: 'C.UTF-8' } },
  );
}

/** makensis looks whether a plugin has the functions that are called; nothing else of it matters here. */
async function makePlugins(folder: string): Promise<void> {
  const functions = new Map<string, Set<string>>();
  for (const file of readdirSync(templates, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.ns[hi]$/.test(name),
  )) {
    const text = readFileSync(path.join(templates, file), 'utf8');
    for (const [, plugin = '', called = ''] of text.matchAll(/\b([A-Za-z]\w*)::(\w+)/g)) {
      functions.set(plugin.toLowerCase(), (functions.get(plugin.toLowerCase()) ?? new Set()).add(called));
    }
  }
  mkdirSync(folder, { recursive: true });
  for (const [plugin, called] of functions) {
    // Debian has these, and they are used for more.
    if (['system', 'nsdialogs', 'nsexec', 'langdll'].includes(plugin)) continue;
    const source = path.join(folder, `${plugin}.s`);
    const names = [...called];
    writeFileSync(
      source,
      [
        '.text',
        ...names.flatMap((name) => [`.globl _${name}`, `_${name}: ret`]),
        '.section .drectve',
        ...names.map((name) => `.ascii " -export:${name}"`),
        '',
      ].join('\n'),
    );
    const object = `${source}.o`;
    const library = path.join(folder, `${plugin}.dll`);
    for (const [tool, args] of [
      ['i686-w64-mingw32-as', [source, '-o', object]],
      ['i686-w64-mingw32-ld', ['-shared', '--entry', '0', '-o', library, object]],
    ] as const) {
      const result = await runCommand(tool, [...args]);
      if (result.code !== 0) throw new Error(`${tool}: ${result.stderr}`);
    }
  }
}
