/**
 * What the development server (scripts/dev) and the app's development build (main/dev) have agreed on. No part of it is
 * in a production build.
 */
import { z } from 'zod/mini';

/** Environment variable in which the app finds its server, as JSON. */
export const SERVER_VARIABLE = 'CANDOR_DEV_SERVER';

/** Request header that holds the secret, without which the server answers nothing. */
export const SECRET_HEADER = 'x-candor-dev-secret';

/** Path of an answer that does not end: a word a line for the app, and its end means that the server has ended. */
export const LINK_PATH = '/@candor/link';

/** What the app is told: to quit, and whether it will be started again and its windows are wanted where they are. */
export const linkWords = ['quit', 'restart'] as const;
export type LinkWord = (typeof linkWords)[number];

const secret = z.string().check(z.regex(/^[\w-]{10,100}$/));

export const developmentServerSchema = z.strictObject({
  /** On 127.0.0.1. */
  port: z.int().check(z.gte(1), z.lte(65_535)),
  secret,
  /** Lets a window into the socket that tells of changed modules. */
  socketToken: secret,
  /** Of the style elements that carry imported style sheets while modules are served one by one. */
  styleNonce: secret,
});
export type DevelopmentServer = z.infer<typeof developmentServerSchema>;

/** Origin of the socket, as a content security policy names it. */
export const socketOrigin = ({ port }: Pick<DevelopmentServer, 'port'>) => `ws://127.0.0.1:${port}`;

/** The one address outside of the app that a window of the development build may reach. */
export const socketAddress = (server: DevelopmentServer) => `${socketOrigin(server)}/?token=${server.socketToken}`;
