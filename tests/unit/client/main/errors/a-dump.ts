/** What a dump says of its process, as Crashpad's annotation objects. */
type Notes = Readonly<Record<string, string>>;

/**
 * A minidump as Crashpad writes one, with as many streams and modules as it takes to hold the notes: an unknown stream
 * first, and a module without notes before the one that has them.
 */
export function aDump(notes: Notes): Buffer {
  const file: Buffer[] = [];
  let length = 0;
  /** Puts a structure at the end of the file; returns where it lies. */
  const put = (part: Buffer): number => {
    const at = length;
    file.push(part);
    length += part.length;
    return at;
  };
  const words = (...values: number[]) => Buffer.from(new Uint32Array(values).buffer);
  const text = (value: string) => put(Buffer.concat([words(value.length), Buffer.from(value)]));

  // The header names the directory, which is written last.
  put(Buffer.alloc(32));
  const objects = Object.entries(notes).map(([name, value]) => [text(name), 1, text(value)]);
  // One of another type, whose value is no text.
  objects.unshift([text('ptype'), 0x8000, text('\0')]);
  const list = put(words(objects.length, ...objects.flat()));
  const bytes = 4 + 12 * objects.length;
  const bare = put(words(1, 0, 0, 0, 0, 0, 0));
  const noted = put(words(1, 0, 0, 0, 0, bytes, list));
  const modules = put(words(2, 0, 28, bare, 3, 28, noted));
  const simple = put(words(0));
  const info = put(Buffer.concat([words(1), Buffer.alloc(32), words(4, simple, 28, modules)]));
  const directory = put(words(3, 0, 0, 0x43500001, 52, info));
  const dump = Buffer.concat(file);
  dump.write('MDMP', 0, 'latin1');
  dump.writeUInt32LE(2, 8);
  dump.writeUInt32LE(directory, 12);
  return dump;
}
