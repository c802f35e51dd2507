const FIRST_BYTES = 1024;

/** Bytes that grow as they are written. Whoever writes them asks for room first, and then writes into `bytes`. */
export class Growing {
  bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  length = 0;

  /** Makes room for so many bytes more. */
  reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, needed));
    grown.set(this.written);
    this.bytes = grown;
  }

  get written(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  u64(value: number): void {
    this.reserve(8);
    this.bytes.writeUInt32LE(value % 2 ** 32, this.length);
    this.bytes.writeUInt32LE(Math.floor(value / 2 ** 32), this.length + 4);
    this.length += 8;
  }

  /** A number of seven bits a byte, the lowest first. */
  varint(value: number): void {
    this.reserve(5);
    let rest = value;
    for (; rest >= 0x80; rest >>>= 7) this.bytes[this.length++] = (rest & 0x7f) | 0x80;
    this.bytes[this.length++] = rest;
  }

  /** Text behind its length in bytes. */
  text(text: string): void {
    const bytes = Buffer.from(text);
    this.varint(bytes.length);
    this.all(bytes);
  }

  all(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }
}
