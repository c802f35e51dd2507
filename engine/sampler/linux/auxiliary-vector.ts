/** Constants of the running kernel that /proc counts in. */
export interface KernelUnits {
  readonly ticksPerSecond: number;
  /** Bytes; 4 096 on most machines, 16 384 or 65 536 on some ARM ones. */
  readonly pageSize: number;
}

/** Types of entries in the auxiliary vector, from the kernel's include/uapi/linux/auxvec.h. */
const AT_PAGESZ = 6n;
const AT_CLKTCK = 17n;

/**
 * Reads the units from /proc/self/auxv, so that no helper program has to be asked.
 * @param bytes little-endian pairs of type and value, as all of Electron's Linux platforms have them
 * @param wordSize 8 on 64-bit systems, 4 on 32-bit ones
 */
export function parseAuxiliaryVector(bytes: Uint8Array, wordSize: 4 | 8): KernelUnits {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (offset: number) =>
    wordSize === 8 ? view.getBigUint64(offset, true) : BigInt(view.getUint32(offset, true));
  let units: KernelUnits = { ticksPerSecond: 100, pageSize: 4096 };
  for (let offset = 0; offset + 2 * wordSize <= bytes.byteLength; offset += 2 * wordSize) {
    const value = Number(word(offset + wordSize));
    if (word(offset) === AT_PAGESZ) units = { ...units, pageSize: value };
    if (word(offset) === AT_CLKTCK) units = { ...units, ticksPerSecond: value };
  }
  return units;
}
