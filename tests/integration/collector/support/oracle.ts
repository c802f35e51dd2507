import { brotliDecompressSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Encoder } from 'cbor-x';
import { batchJsonSchema } from '../../../../app/telemetry/json-schema.ts';

/** What a batch may unpack to, in bytes, and the longest session, in seconds: as documented, not as programmed. */
const DECODED_BYTES = 1_048_576;
const SESSION_SECONDS = 31 * 24 * 3600;

export const cbor = new Encoder({
  useRecords: false,
  variableMapSize: true,
  mapsAsObjects: true,
  tagUint8Array: false,
});
const matchesSchema = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(batchJsonSchema());

/** Whether uploaded bytes are a batch, judged by other people's CBOR and JSON Schema and by rules written down again. */
export function isBatch(bytes: Uint8Array): boolean {
  try {
    const plain = brotliDecompressSync(bytes, { maxOutputLength: DECODED_BYTES });
    const value: unknown = cbor.decode(plain);
    const isDeterministic = plain.equals(cbor.encode(inKeyOrder(value)));
    return isDeterministic && isJson(value) && matchesSchema(value) && columnsAgree(value);
  } catch {
    return false;
  }
}

/** RFC 8949, section 4.2.1: keys in the bytewise order of their encodings. */
export function inKeyOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inKeyOrder);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).sort(([a], [b]) => Buffer.compare(cbor.encode(a), cbor.encode(b)));
  return Object.fromEntries(entries.map(([key, item]) => [key, inKeyOrder(item)]));
}

/** Dates, byte strings and other things that CBOR has and JSON has not can look like empty maps to a JSON Schema. */
function isJson(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'bigint' && value !== undefined;
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every(isJson);
}

interface Columns {
  commands: unknown[];
  sources: unknown[];
  command: number[];
  source: number[];
  time: number[];
}

/** The rules that JSON Schema cannot say. */
function columnsAgree(value: unknown): boolean {
  const { commands, sources, command, source, time } = (value as { usage: Columns }).usage;
  let seconds = 0;
  for (const delta of time) seconds += delta;
  return (
    command.length === source.length &&
    command.length === time.length &&
    command.every((index) => commands[index] !== undefined) &&
    source.every((index) => sources[index] !== undefined) &&
    seconds <= SESSION_SECONDS
  );
}
