import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { icnsFile, icoFile } from '../../../scripts/packaging/icon-containers.ts';

const folder = path.join(projectRoot, 'installer/icons');
const read = (name: string) => readFileSync(path.join(folder, name));

/** Width and height in the header of a PNG. */
function sizeOf(png: Buffer): [number, number] {
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

/** The images of an .ico with the sizes that its directory names. */
function imagesOfIco(ico: Buffer): { size: number; png: Buffer }[] {
  return Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
    const entry = 6 + 16 * index;
    const offset = ico.readUInt32LE(entry + 12);
    const png = ico.subarray(offset, offset + ico.readUInt32LE(entry + 8));
    return { size: ico.readUInt8(entry) || 256, png };
  });
}

/** The chunks of an .icns. */
function chunksOf(icns: Buffer): Map<string, Buffer> {
  expect(icns.toString('latin1', 0, 4)).toBe('icns');
  expect(icns.readUInt32BE(4)).toBe(icns.length);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
    chunks.set(icns.toString('latin1', at, at + 4), icns.subarray(at + 8, at + icns.readUInt32BE(at + 4)));
  }
  return chunks;
}

test('desktops on Linux find every size', () => {
  for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
    expect(sizeOf(read(`png/${size}x${size}.png`))).toEqual([size, size]);
  }
});

test('Windows finds the sizes that it shows', () => {
  const images = imagesOfIco(read('candor-finder.ico'));
  expect(images.map(({ size }) => size)).toEqual([16, 24, 32, 48, 64, 256]);
  for (const { size, png } of images) expect(sizeOf(png)).toEqual([size, size]);
});

test('macOS finds single and double resolutions', () => {
  const chunks = chunksOf(read('candor-finder.icns'));
  expect([...chunks].map(([type, png]) => [type, sizeOf(png)[0]])).toEqual([
    ['ic11', 32],
    ['ic12', 64],
    ['ic07', 128],
    ['ic13', 256],
    ['ic08', 256],
    ['ic14', 512],
    ['ic09', 512],
    ['ic10', 1024],
  ]);
});

test('containers hold the images as they are', () => {
  const images = [16, 256].map((size) => ({ size, png: Buffer.from(`image of ${size}`) }));
  expect(imagesOfIco(icoFile(images))).toEqual(images);
  expect(() => icnsFile(images)).toThrow(/no image of 32 pixels/);
});
