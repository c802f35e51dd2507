import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What is answered to a request that is cut short or no request, by what the parser says of it. */
const ANSWERS: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** The newest of each connection. */
const exchanges = new WeakMap<Socket, Exchange>();

/** Is told of every request: it has one answer, whatever comes behind it. */
export function noteExchange(request: IncomingMessage, response: ServerResponse): void {
  if (request.httpVersionMajor === 1) exchanges.set(request.socket, { request, response });
}

/** Whether what cannot be read is the rest of a request that has its answer, or comes after the last one of a connection. */
function isAnswered({ request, response }: Exchange): boolean {
  return request.complete ? !response.shouldKeepAlive : response.headersSent;
}

/**
 * Ends a connection on which no request can be read. Who does not even name a method speaks no HTTP and would read no answer:
 * thousands of such connections a second cost the half without one.
 */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const exchange = exchanges.get(socket);
  if (exchange && isAnswered(exchange)) {
    const { response } = exchange;
    if (response.writableFinished) socket.destroySoon();
    else response.once('finish', () => socket.destroySoon());
    return;
  }
  if (error.code !== 'HPE_INVALID_METHOD' && socket.writable) {
    const status = ANSWERS[error.code ?? ''] ?? '400 Bad Request';
    socket.write(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  }
  socket.destroy();
}
