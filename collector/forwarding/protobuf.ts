import protobuf from 'protobufjs/minimal.js';

/** Fields of protobuf messages, one behind the other (protobuf.dev/programming-guides/encoding). */

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH = 2;

/** What an attribute can be. */
export type Value = string | number | readonly string[];

/** @param value below 2^32. */
export function varintField(writer: protobuf.Writer, field: number, value: number): void {
  writer.uint32((field << 3) | VARINT).uint32(value);
}

/** @param value a whole number that a double holds exactly. */
export function fixed64Field(writer: protobuf.Writer, field: number, value: number): void {
  writer.uint32((field << 3) | FIXED_64).fixed64(value);
}

export function textField(writer: protobuf.Writer, field: number, text: string): void {
  writer.uint32((field << 3) | LENGTH).string(text);
}

/** A message in a message, or numbers that are packed. */
export function messageField(writer: protobuf.Writer, field: number, write: (inner: protobuf.Writer) => void): void {
  write(writer.uint32((field << 3) | LENGTH).fork());
  writer.ldelim();
}

/** Repeated `KeyValue` of opentelemetry.proto.common.v1. */
export function keyValues(writer: protobuf.Writer, field: number, pairs: Readonly<Record<string, Value>>): void {
  for (const [key, value] of Object.entries(pairs)) {
    messageField(writer, field, (pair) => {
      textField(pair, 1, key);
      messageField(pair, 2, (any) => writeValue(any, value));
    });
  }
}

/** `AnyValue`. */
function writeValue(writer: protobuf.Writer, value: Value): void {
  if (typeof value === 'string') textField(writer, 1, value);
  else if (typeof value === 'number') writer.uint32((3 << 3) | VARINT).int64(value);
  else {
    messageField(writer, 5, (list) => {
      for (const item of value) messageField(list, 1, (any) => textField(any, 1, item));
    });
  }
}

/**
 * How many records an endpoint that has answered 200 did not take: `partial_success` of an export's response. What is not such
 * a response says nothing of that.
 */
export function rejectedRecords(response: Uint8Array): number {
  try {
    const partial = fieldOf(protobuf.Reader.create(response), 1, (reader) => protobuf.Reader.create(reader.bytes()));
    return (partial && fieldOf(partial, 1, (reader) => Number(reader.int64()))) ?? 0;
  } catch {
    return 0;
  }
}

/** The last value of a field, as it is to be read. */
function fieldOf<T>(reader: protobuf.Reader, field: number, read: (reader: protobuf.Reader) => T): T | undefined {
  let found: T | undefined;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 === field) found = read(reader);
    else reader.skipType(tag & 7);
  }
  return found;
}
