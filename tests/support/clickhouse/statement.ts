import type { IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { takesRows } from './engine.ts';

/** What one request asks for. */
export interface Statement {
  readonly sql: string;
  /** Rows that an insert takes, in its format. */
  readonly rows?: Uint8Array;
  /** Values in ClickHouse's escaped text, as they came. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, string>>;
  /** Format of the answer when the statement names none. */
  readonly format?: string;
  readonly session?: string;
  readonly queryId: string;
  readonly user: string;
  readonly password: string;
  /** Of the request's body. */
  readonly encoding: string;
  readonly isCompressed: boolean;
}

/** Arguments of the address that are the protocol's own and no settings. */
const OWN = new Set([
  'query',
  'database',
  'query_id',
  'session_id',
  'session_timeout',
  'session_check',
  'role',
  'user',
]);
const OWN_TOO = new Set(['password', 'default_format', 'enable_http_compression', 'wait_end_of_query', 'compress']);

/** What a server takes for one value of a request, unless its profile says otherwise, in bytes. */
const MOST_FIELD = 128 * 1024;

/** Settings of the server's HTTP interface, which the engine does not have. */
const OF_HTTP = /^(http_|send_progress_in_http_headers$|cancel_http_)/;

const decoders: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  '': (bytes) => bytes,
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
};

/** Reads a request of ClickHouse's HTTP interface. @throws when its body is not what its headers say. */
export async function readStatement(request: IncomingMessage): Promise<Statement> {
  const address = new URL(request.url ?? '/', 'http://localhost');
  const encoding = request.headers['content-encoding'] ?? '';
  const decode = decoders[encoding];
  if (!decode) throw new Error(`Code: 89. DB::Exception: Unknown encoding ${encoding} (UNKNOWN_COMPRESSION_METHOD)`);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const fields = new Map(address.searchParams);
  let body = decode(Buffer.concat(chunks));
  if (request.headers['content-type']?.startsWith('multipart/form-data')) {
    for (const [name, value] of await partsOf(body, request.headers['content-type'])) fields.set(name, value);
    body = new Uint8Array();
  }
  for (const value of fields.values()) {
    if (Buffer.byteLength(value) > MOST_FIELD)
      throw new Error('Code: 1000. DB::Exception: HTML Form Exception: Field value too long (POCO_EXCEPTION)');
  }
  const first = fields.get('query') ?? '';
  const rows = takesRows(first) ? body : undefined;
  const format = fields.get('default_format') ?? headerOf(request, 'x-clickhouse-format');
  const session = fields.get('session_id');
  return {
    sql: rows ? first : [first, Buffer.from(body).toString('utf8')].filter(Boolean).join('\n'),
    ...(rows ? { rows } : {}),
    parameters: only(fields, (name) => /^param_(.+)$/.exec(name)?.[1]),
    settings: only(fields, (name) =>
      OWN.has(name) || OWN_TOO.has(name) || name.startsWith('param_') || OF_HTTP.test(name) ? undefined : name,
    ),
    ...(format === undefined ? {} : { format }),
    ...(session === undefined ? {} : { session }),
    queryId: fields.get('query_id') ?? '',
    ...credentialsOf(request, fields),
    encoding,
    isCompressed:
      fields.get('enable_http_compression') === '1' && /\bgzip\b/.test(headerOf(request, 'accept-encoding') ?? ''),
  };
}

async function partsOf(body: Uint8Array, contentType: string): Promise<[string, string][]> {
  const form = await new Response(Buffer.from(body), { headers: { 'content-type': contentType } }).formData();
  return [...form].map(([name, value]) => [name, String(value)]);
}

function only(
  fields: ReadonlyMap<string, string>,
  named: (name: string) => string | undefined,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...fields].flatMap(([field, value]) => {
      const name = named(field);
      return name === undefined ? [] : [[name, value] as const];
    }),
  );
}

function credentialsOf(
  request: IncomingMessage,
  fields: ReadonlyMap<string, string>,
): { readonly user: string; readonly password: string } {
  const [, basic] = /^Basic (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const [user = '', ...rest] = Buffer.from(basic ?? '', 'base64')
    .toString('utf8')
    .split(':');
  return {
    user: fields.get('user') ?? headerOf(request, 'x-clickhouse-user') ?? (basic ? user : 'default'),
    password: fields.get('password') ?? headerOf(request, 'x-clickhouse-key') ?? rest.join(':'),
  };
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
