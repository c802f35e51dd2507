import { execFileSync } from 'node:child_process';
import { utf8Variables } from 'candor-client/core';

/**
 * Variables with which an app that is started from here reads paths outside of ASCII, whatever the locale of the
 * terminal; none when there is nothing to change. See client/core/utf8-locale.ts.
 */
export function utf8Environment(environment: NodeJS.ProcessEnv = process.env): Readonly<Record<string, string>> {
  if (process.platform !== 'linux') return {};
  return utf8Variables(environment, (env) => charmap(env as NodeJS.ProcessEnv)) ?? {};
}

function charmap(env: NodeJS.ProcessEnv): string {
  try {
    return execFileSync('locale', ['charmap'], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    // Systems without the program have UTF-8 alone.
    return 'UTF-8';
  }
}
