/** The cluster in collector/deploy/clickhouse-cluster, which nobody here can run: whether its files fit each other and the collector. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { understand } from '../../../collector/commands/command.ts';
import { commands } from '../../../collector/commands/commands.ts';
import { unknownVariables } from '../../../collector/config/settings.ts';
import { checkServer } from '../../../collector/storage/clickhouse/server-checks.ts';
import { layoutOf } from '../../../collector/storage/layout.ts';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { at, type Element, parseXml } from '../../support/xml.ts';

interface Service {
  readonly image?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly volumes: readonly string[];
  readonly depends_on?: readonly string[];
}

const folder = path.join(projectRoot, 'collector/deploy/clickhouse-cluster');
const fileOf = (name: string) => readFileSync(path.join(folder, name), 'utf8');
const compose = parse(fileOf('compose.yaml'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const { services } = compose;
const service = (name: string): Service => services[name] ?? expect.fail(`there is no service ${name}`);

/** The configuration that a service mounts. */
function configurationOf(name: string, folderWithin: string): Element {
  const mounted = service(name).volumes.find(
    (volume) => volume.includes(`:${folderWithin}`) && volume.startsWith('./'),
  );
  const [source = ''] = mounted?.split(':') ?? [];
  return parseXml(fileOf(source));
}

const text = (element: Element, ...names: string[]) => at(element, ...names).map((one) => one.text);
const variable = (element: Element, ...names: string[]) => at(element, ...names)[0]?.attributes['from_env'] ?? '';

/** The collector's own settings, as it reads them from its environment. */
function collectorSettings() {
  const environment = { CANDOR_COLLECTOR_DATA: '/var/lib/candor-collector', ...service('collector').environment };
  expect(unknownVariables(environment)).toEqual([]);
  const understood = understand(['serve'], commands, { environment, readFile: () => '' });
  if (understood.kind !== 'run') throw new Error('it does not serve');
  return understood.call.settings;
}

describe('the cluster of the compose file', () => {
  const settings = collectorSettings();
  const { hostname } = new URL(String(settings.clickhouse));
  const server = configurationOf(hostname, '/etc/clickhouse-server/');
  const shards = at(server, 'remote_servers', String(settings.cluster), 'shard');

  it('is what the collector asks for with --cluster, and passes its checks at the start', async () => {
    const macros = at(server, 'macros')[0]?.children.map(({ name }) => name) ?? [];
    const version = /:(\d+\.\d+)/.exec(service(hostname).image ?? '')?.[1] ?? '';
    const list = async (sql: string) => {
      if (sql.includes('version()')) return [version];
      if (sql.includes('system.macros')) return macros;
      expect(sql).toContain(`cluster = '${settings.cluster}'`);
      return shards.map((shard, at_) => `${at_ + 1}\t${text(shard, 'internal_replication')[0] === 'true' ? 1 : 0}`);
    };
    await expect(checkServer({ list }, layoutOf(settings.cluster))).resolves.toBeUndefined();
  });

  it('has two shards of two replicas, each of which is a service that knows its place', () => {
    expect(shards.map((shard) => at(shard, 'replica').length)).toEqual([2, 2]);
    for (const [shard, element] of shards.entries()) {
      for (const [replica, host] of text(element, 'replica', 'host').entries()) {
        const { environment, depends_on: after } = service(host);
        expect(environment[variable(server, 'macros', 'shard')]).toBe(String(shard + 1));
        expect(environment[variable(server, 'macros', 'replica')]).toBe(String(replica + 1));
        expect(environment[variable(server, 'remote_servers', String(settings.cluster), 'secret')]).toBeTruthy();
        expect(environment['CLICKHOUSE_USER']).toBe(settings['clickhouse-user']);
        expect(environment['CLICKHOUSE_PASSWORD']).toBe(settings['clickhouse-password']);
        expect(configurationOf(host, '/etc/clickhouse-server/')).toEqual(server);
        expect(after).toEqual(text(server, 'zookeeper', 'node', 'host'));
      }
      expect(text(element, 'replica', 'port')).toEqual(['9000', '9000']);
    }
  });

  it('has three keepers that know each other, and that the servers find', () => {
    const hosts = text(server, 'zookeeper', 'node', 'host');
    expect(hosts).toHaveLength(3);
    for (const [at_, host] of hosts.entries()) {
      const keeper = configurationOf(host, '/etc/clickhouse-keeper/');
      expect(text(keeper, 'keeper_server', 'raft_configuration', 'server', 'hostname')).toEqual(hosts);
      const ids = text(keeper, 'keeper_server', 'raft_configuration', 'server', 'id');
      expect(service(host).environment[variable(keeper, 'keeper_server', 'server_id')]).toBe(ids[at_]);
      expect(text(server, 'zookeeper', 'node', 'port')[at_]).toBe(text(keeper, 'keeper_server', 'tcp_port')[0]);
    }
  });

  it('keeps what is written in a volume of its own for each service', () => {
    const volumes = Object.values(services).map((one) => one.volumes.filter((volume) => !volume.startsWith('./')));
    const names = volumes.flat().map((volume) => volume.split(':')[0]);
    expect(volumes.every(({ length }) => length === 1)).toBe(true);
    expect([...names].sort()).toEqual(Object.keys(compose.volumes).sort());
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('XML', () => {
  it.each(['<a><b></a></b>', '<a>', '<a/><b/>', '<a b=c/>', 'text', '<a>&amp;</a>', '</a>', ''])(
    'that is not well-formed is refused: %s',
    (source) => {
      expect(() => parseXml(source)).toThrow();
    },
  );
});
