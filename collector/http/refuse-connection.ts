import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What is answered to a request that is cut short or no request, by what the parser says of it. */
const ANSWERS: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** Of connections that end with a request, that request. */
const lastRequests = new WeakMap<Socket, IncomingMessage>();

/** Is told of every request: what comes after one that is the last of its connection is none, and has no answer. */
export function noteLastRequest(request: IncomingMessage, response: ServerResponse): void {
  if (request.httpVersionMajor === 1 && !response.shouldKeepAlive) lastRequests.set(request.socket, request);
}

/**
 * Ends a connection on which no request can be read. Who does not even name a method speaks no HTTP and would read no answer:
 * thousands of such connections a second cost the half without one.
 */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  // Its answer is under way, or was sent, and then the connection ends.
  if (lastRequests.get(socket)?.complete) return;
  if (error.code !== 'HPE_INVALID_METHOD' && socket.writable) {
    const status = ANSWERS[error.code ?? ''] ?? '400 Bad Request';
    socket.write(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  }
  socket.destroy();
}
