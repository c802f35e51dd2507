/** Draws the icons of installer/icons from their two SVG files: `node scripts/packaging/icons.ts`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../lib/paths.ts';
import { fail } from '../lib/say.ts';
import { icnsFile, icnsSizes, icoFile } from './icon-containers.ts';
import { installPacker, loadRasteriser } from './packer.ts';

const folder = path.join(projectRoot, 'installer/icons');

/** Up to here the picture with fewer and thicker lines is drawn. */
const SMALL = 32;
/** What desktops look for in the hicolor theme. */
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
const WINDOWS_SIZES = [16, 24, 32, 48, 64, 256];

/** All generated files, by their path in installer/icons. */
export async function drawIcons(): Promise<Map<string, Buffer>> {
  await installPacker();
  const { Resvg } = await loadRasteriser();
  const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
  const large = read('candor-finder.svg');
  const small = read('candor-finder-small.svg');
  const draw = (size: number) => {
    const svg = size <= SMALL ? small : large;
    return { size, png: new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng() };
  };
  return new Map([
    ...LINUX_SIZES.map(draw).map(({ size, png }) => [`png/${size}x${size}.png`, png] as const),
    ['candor-finder.ico', icoFile(WINDOWS_SIZES.map(draw))],
    ['candor-finder.icns', icnsFile(icnsSizes.map(draw))],
  ]);
}

async function main(): Promise<void> {
  for (const [name, content] of await drawIcons()) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main().catch(fail);
