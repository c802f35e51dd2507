import type { FastifyInstance } from 'fastify';
import { type Session, sessionName } from '../access/sessions.ts';
import type { PlaceState } from '../backup/state-of.ts';
import { requireRole } from './caller.ts';
import { sendProblem } from './problem.ts';

export interface AdministrationOptions {
  /** Where backups of the data folder are; null where the tables are in a ClickHouse, and are backed up there. */
  readonly backups: () => Promise<readonly PlaceState[] | null>;
}

const isoTime = (milliseconds: number | null) => (milliseconds === null ? null : new Date(milliseconds).toISOString());

/**
 * `GET /v1/me`: who is logged in. For administrators: `GET /v1/tokens`, `GET /v1/sessions`, `DELETE /v1/sessions/{id}`,
 * `GET /v1/backups`, `GET /v1/audit`. Tokens are made and revoked by the command line alone.
 */
export async function administrationRoutes(server: FastifyInstance, { backups }: AdministrationOptions) {
  const { tokens, sessions, audit } = server.access;

  server.get('/v1/me', async (request) => {
    const { name, role } = await requireRole(request, 'viewer');
    return { name, role };
  });

  server.get('/v1/tokens', async (request) => {
    await requireRole(request, 'administrator');
    return (await tokens.list()).map(({ name, role, use, created, expires }) => {
      return { name, role, use, created: isoTime(created), expires: isoTime(expires) };
    });
  });

  server.get('/v1/sessions', async (request) => {
    const caller = await requireRole(request, 'administrator');
    return (await sessions.list()).map((session) => ({
      id: sessionName(session),
      name: session.name,
      role: session.role,
      begun: isoTime(session.begun),
      expires: isoTime(session.expires),
      isYours: session.id === caller.session,
    }));
  });

  server.delete<{ Params: { id: string } }>('/v1/sessions/:id', async (request, reply) => {
    const caller = await requireRole(request, 'administrator');
    const ended: Session[] = (await sessions.list()).filter((session) => sessionName(session) === request.params.id);
    if (ended.length === 0) return sendProblem(reply, 404, 'There is no such session.');
    for (const session of ended) {
      await sessions.end(session.id);
      await audit.note(caller, 'session-ended', sessionName(session));
    }
    return { ended: ended.length };
  });

  server.get('/v1/backups', async (request) => {
    await requireRole(request, 'administrator');
    return { places: await backups() };
  });

  server.get('/v1/audit', async (request) => {
    const caller = await requireRole(request, 'administrator');
    const records = await audit.list();
    await audit.note(caller, 'audit-read');
    return records.map(({ at, ...record }) => ({ at: isoTime(at), ...record }));
  });
}
