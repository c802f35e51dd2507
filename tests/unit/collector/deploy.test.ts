import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { understand } from '../../../collector/commands/command.ts';
import { commands } from '../../../collector/commands/commands.ts';
import { unknownVariables } from '../../../collector/config/settings.ts';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const deploy = path.join(projectRoot, 'collector/deploy');
const unit = readFileSync(path.join(deploy, 'candor-collector.service'), 'utf8');
const container = readFileSync(path.join(deploy, 'Containerfile'), 'utf8').replaceAll(/\\\n\s*/g, '');

function setting(name: string): string | undefined {
  return new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1];
}

/** Variables of a list such as `A=1 B=2`. */
function variablesOf(list: string): Record<string, string> {
  return Object.fromEntries(list.split(/\s+/).map((entry) => entry.split('=') as [string, string]));
}

function serves(args: readonly string[], environment: Record<string, string>): object {
  expect(unknownVariables(environment)).toEqual([]);
  const understood = understand(args, commands, { environment, readFile: () => '' });
  if (understood.kind !== 'run' || understood.command.name !== 'serve') throw new Error('it does not serve');
  return understood.call.settings;
}

function hasSystemd(): boolean {
  try {
    execFileSync('systemd-analyze', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('the unit of systemd', () => {
  it('starts the service on the folder that systemd makes for its user', () => {
    const [program, ...args] = setting('ExecStart')?.split(' ') ?? [];
    expect(path.basename(program ?? '')).toBe('candor-collector');
    const settings = serves(args, variablesOf(setting('Environment') ?? ''));
    expect(settings).toMatchObject({ data: `/var/lib/${setting('StateDirectory')}`, host: '127.0.0.1', port: 7391 });
    expect(setting('User')).toBe('candor-collector');
  });

  it('ends the storage process with the one that has started it, and is not started again with settings that cannot be', () => {
    expect(setting('KillMode')).toBe('mixed');
    expect(Number(setting('TimeoutStopSec'))).toBeGreaterThanOrEqual(15);
    expect(setting('RestartPreventExitStatus')).toBe('2');
  });

  it.skipIf(!hasSystemd())('is one that systemd understands, and gives little away', () => {
    const folder = temporaryFolder();
    const program = path.join(folder, 'candor-collector');
    writeFileSync(program, '#!/bin/sh\n');
    chmodSync(program, 0o755);
    const file = path.join(folder, 'candor-collector.service');
    writeFileSync(file, unit.replace(/^ExecStart=\S+/m, `ExecStart=${program}`));
    const run = (...args: string[]) => execFileSync('systemd-analyze', args, { encoding: 'utf8', stdio: 'pipe' });
    run('verify', '--man=no', '--generators=no', file);
    const report = run('security', '--offline=yes', '--threshold=30', file);
    expect(report).toMatch(/Overall exposure level/);
  });
});

describe('the Containerfile', () => {
  const [, ...stages] = container.split(/^FROM /m);
  const last = stages.at(-1) ?? '';
  const lastOf = (instruction: string) => new RegExp(`^${instruction} (.*)$`, 'm').exec(last)?.[1];

  it('builds the package in one stage, and installs it in another that has nothing else of ours', () => {
    expect(stages).toHaveLength(2);
    expect(stages[0]).toContain('npm pack --workspace collector');
    expect(last.match(/^(?:COPY|ADD) .*$/gm)).toEqual(['COPY --from=build /package/ /package/']);
  });

  it('serves as nobody of the computer, in a folder of its own that is kept', () => {
    expect(lastOf('USER')).toMatch(/^[1-9]\d{3,}:[1-9]\d{3,}$/);
    expect(JSON.parse(lastOf('ENTRYPOINT') ?? '[]')).toEqual(['candor-collector']);
    const { NODE_ENV: _, ...environment } = variablesOf(lastOf('ENV') ?? '');
    const [command] = /^CMD (\["serve"\])$/m.exec(last)?.slice(1) ?? [];
    const settings = serves(JSON.parse(command ?? '[]') as string[], environment);
    expect(settings).toMatchObject({ data: lastOf('VOLUME'), port: Number(lastOf('EXPOSE')), host: '0.0.0.0' });
  });
});
