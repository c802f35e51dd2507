/**
 * A ClickHouse server as far as its HTTP interface goes: the real engine (chDB) behind the protocol that clients of a server
 * speak. It has no cluster, no users but one and no other interface. `node server-process.ts OPTIONS`, by a test that
 * started it and tells it over IPC what to do wrong.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Engine } from './engine.ts';
import { Faults } from './faults.ts';
import type { SeenStatement, ServerAnswer, ServerOptions, ServerRequest } from './messages.ts';
import { readStatement, type Statement } from './statement.ts';

process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

const options = JSON.parse(process.argv[2] ?? '') as ServerOptions;
const engine = new Engine(options.directory);
const faults = new Faults();
const seen: SeenStatement[] = [];
/** What runs, by query id: a statement goes on when its client has gone. */
const running = new Map<string, Promise<unknown>>();

/** What a server answers to kinds of exceptions; 500 to all others. */
const STATUS: Readonly<Record<number, number>> = {
  ...Object.fromEntries([6, 26, 27, 36, 38, 41, 43, 44, 47, 53, 62, 457, 456, 115].map((code) => [code, 400])),
  ...Object.fromEntries([60, 81].map((code) => [code, 404])),
  516: 403,
  159: 408,
};

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === '/ping') return void response.end('Ok.\n');
  const statement = await readStatement(request);
  const { sql, settings, user, encoding } = statement;
  seen.push({ sql, settings, user, encoding });
  const fault = faults.of(sql);
  if (fault?.kind === 'bad-gateway') return void response.writeHead(502).end('<html>Bad gateway</html>');
  if (fault?.kind === 'exception') throw exception(fault.code ?? 999, fault.name ?? 'KEEPER_EXCEPTION', 'a fault');
  if (fault?.kind === 'stalled') await faults.lifted();
  const answering = answerTo(statement);
  running.set(statement.queryId, answering);
  let answer: Uint8Array;
  try {
    answer = await answering;
  } finally {
    running.delete(statement.queryId);
  }
  if (fault?.kind === 'late-answer') await faults.lifted();
  if (fault?.kind === 'lost-answer') return void response.destroy();
  response.setHeader('X-ClickHouse-Query-Id', statement.queryId);
  response.setHeader('X-ClickHouse-Summary', JSON.stringify({ read_rows: '0', written_rows: '0' }));
  if (statement.isCompressed) response.setHeader('Content-Encoding', 'gzip');
  response.end(statement.isCompressed ? gzipSync(answer) : answer);
}

async function answerTo(statement: Statement): Promise<Uint8Array> {
  const { user = statement.user, password = statement.password, version } = options;
  if (statement.user !== user || statement.password !== password) {
    throw exception(516, 'AUTHENTICATION_FAILED', `${statement.user}: Authentication failed`);
  }
  const [, killed] = /^KILL QUERY .*query_id IN \((.*)\) SYNC/s.exec(statement.sql) ?? [];
  if (killed !== undefined) {
    const ids = [...killed.matchAll(/'([^']+)'/g)].map(([, id = '']) => id);
    await Promise.allSettled(ids.map((id) => running.get(id)));
    return new Uint8Array();
  }
  if (version !== undefined && statement.sql.includes('version()')) {
    return engine.run({ ...statement, sql: statement.sql.replaceAll('version()', `'${version}'`) });
  }
  return engine.run(statement);
}

function exception(code: number, name: string, text: string): Error {
  return new Error(`Code: ${code}. DB::Exception: ${text}. (${name})`);
}

function sayException(response: ServerResponse, error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  const code = Number(/^Code: (\d+)\./.exec(text)?.[1] ?? 1001);
  if (response.destroyed) return;
  response.writeHead(STATUS[code] ?? 500, { 'X-ClickHouse-Exception-Code': String(code) });
  response.end(`${text} (version ${options.version ?? '26.7.2.1'} (official build))\n`);
}

function send(message: ServerAnswer): void {
  process.send?.(message);
}

process.on('message', (request: ServerRequest) => {
  const { id } = request;
  if (request.kind === 'fault') faults.add(request.fault);
  if (request.kind === 'lift') faults.lift();
  send(request.kind === 'seen' ? { kind: 'seen', id, statements: seen.splice(0) } : { kind: 'done', id });
});

// A server takes a mebibyte of address.
const server = createServer({ maxHeaderSize: 1024 * 1024, keepAliveTimeout: 10_000 }, (request, response) => {
  handle(request, response).catch((error: unknown) => sayException(response, error));
});
server.listen(options.port, '127.0.0.1', () => {
  send({ kind: 'listening', port: (server.address() as AddressInfo).port });
});
