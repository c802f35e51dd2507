/** The two formats that hold an icon in several sizes. Both may hold PNG files as they are. */

export interface IconImage {
  /** Width and height in pixels. */
  size: number;
  png: Buffer;
}

const ICO_HEADER = 6;
const ICO_ENTRY = 16;
const ICNS_HEADER = 8;

/** Types of macOS's icons that hold PNG (Apple's icns, as listed by iconutil): for each, its size in pixels. */
const ICNS_TYPES: [string, number][] = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];
export const icnsSizes = [...new Set(ICNS_TYPES.map(([, size]) => size))];

/** Windows' .ico: a directory of images of at most 256 pixels, and the images. */
export function icoFile(images: readonly IconImage[]): Buffer {
  const header = Buffer.alloc(ICO_HEADER + ICO_ENTRY * images.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  images.forEach(({ size, png }, index) => {
    const entry = ICO_HEADER + ICO_ENTRY * index;
    // One byte each; 256 is written as 0.
    header.writeUInt8(size % 256, entry);
    header.writeUInt8(size % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...images.map(({ png }) => png)]);
}

/** macOS' .icns: chunks with a type and a length. Throws when a size is missing. */
export function icnsFile(images: readonly IconImage[]): Buffer {
  const chunks = ICNS_TYPES.map(([type, size]) => {
    const image = images.find((candidate) => candidate.size === size);
    if (!image) throw new Error(`no image of ${size} pixels for ${type}`);
    return chunk(type, image.png);
  });
  return chunk('icns', Buffer.concat(chunks));
}

function chunk(type: string, content: Buffer): Buffer {
  const header = Buffer.alloc(ICNS_HEADER);
  header.write(type, 'latin1');
  header.writeUInt32BE(ICNS_HEADER + content.length, 4);
  return Buffer.concat([header, content]);
}
