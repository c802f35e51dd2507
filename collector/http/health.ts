import type { FastifyInstance } from 'fastify';
import type { Journal } from '../journal/journal.ts';
import type { Storage } from '../storage/storage.ts';

/**
 * `/healthz`: the process answers. `/readyz`: 200 when batches can be journaled and questions be answered, else 503;
 * batches are still taken while only the storage is away.
 */
export async function healthRoutes(
  server: FastifyInstance,
  { journal, storage }: { journal: Journal; storage: Storage },
) {
  server.get('/healthz', async () => ({ status: 'up' }));
  server.get('/readyz', async (_request, reply) => {
    const parts = { journal: await journal.isWritable(), storage: storage.isReady() };
    return reply.code(parts.journal && parts.storage ? 200 : 503).send(parts);
  });
}
