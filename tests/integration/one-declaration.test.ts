import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, describe, expect, it } from 'vitest';
import { finder } from '../../app/finder/product.ts';
import { type Batch, noReports, RECEIPT_MEDIA_TYPE } from '../../client/core/batch/batch.ts';
import { BatchFormat } from '../../client/core/batch/batch-format.ts';
import { batchCddl } from '../../client/core/registry/cddl.ts';
import { declaring, type Group, group } from '../../client/core/registry/declaration.ts';
import {
  date,
  hostname,
  oneOf,
  reference,
  sha256,
  uint,
  uuid,
  version,
} from '../../client/core/registry/field-types.ts';
import { batchJsonSchema } from '../../client/core/registry/json-schema.ts';
import type { Registry } from '../../client/core/registry/registry.ts';
import { BatchCodec } from '../../client/main/recording/platform-codec.ts';
import { describeBatch } from '../../client/main/user-data/shown-batch.ts';
import { fieldLabel, fieldPurpose, groupTitle, possibleValues } from '../../client/page/dialogs/field-texts.ts';
import { allFields, sharedSections } from '../../client/page/dialogs/shown-model.ts';
import { setOwnProduct } from '../../client/page/own-product.ts';
import { columnsOf } from '../../collector/storage/columns.ts';
import { batchOfRow, type StoredBatch } from '../../collector/storage/stored-batch.ts';
import { KEPT } from '../../collector/storage/views.ts';
import { dataDictionary } from '../../scripts/generate/data-dictionary.ts';
import { readCddl } from '../support/cddl.ts';
import { answer, FakeNetwork } from '../support/fakes.ts';
import { finderFormat, finderRegistry } from '../support/finder-format.ts';
import {
  accepting,
  enhanced as agreed,
  programFixture,
  soon,
  yes as standardOnly,
  used,
} from '../support/program-fixture.ts';
import { refuse } from '../support/refusals.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { openDirectly } from './collector/support/direct-store.ts';
import { cbor } from './collector/support/oracle.ts';

const { standard, enhanced } = declaring({
  owner: 'tests',
  review: 'docs/privacy.md',
  since: '1.1.0',
  expires: '2029-12-31',
  retentionDays: 30,
});

const said = (word: string) =>
  ({
    en: [`The ${word}`, `Why the ${word} is collected.`],
    it: [`Il campo ${word}`, `Perché si raccoglie ${word}.`],
  }) as const;

const about = (word: string) => ({ title: { en: `All ${word}`, it: `Tutto ${word}` }, lead: `What ${word} is about.` });

/** A group of each layout, and among them a field of each type; nothing else in this file knows them. */
const joined = {
  screen: group('whole', about('screen'), {
    maker: standard(oneOf('here', 'there'), said('maker')),
    width: standard(uint(20_000, 'pixels'), said('width')),
    driver: standard(version(3), said('driver')),
    installed: standard(date, said('installed')),
    serial: enhanced(uuid, said('serial')),
    digest: standard(sha256, said('digest')),
    gateway: enhanced(hostname, said('gateway')),
    contract: enhanced(reference, said('contract')),
  }),
  habits: group(
    'sparse',
    about('habits'),
    {
      'habit.early': standard(uint(1000, 'count'), said('early')),
      'habit.late': standard(uint(1000, 'count'), said('late')),
    },
    { pair: ['habit', 'times'] },
  ),
  panes: group(
    'table',
    about('panes'),
    {
      kind: standard(oneOf('list', 'chart'), said('kind')),
      rows: standard(uint(70_000, 'rows'), said('rows')),
    },
    { rows: 8 },
  ),
  waits: group('histogram', about('waits'), {
    what: standard(oneOf('disk', 'network'), said('what')),
    bucket: standard(uint(290, 'bucket'), said('bucket')),
    count: standard(uint(4_294_967_295, 'count'), said('count')),
  }),
} as const satisfies Readonly<Record<string, Group>>;

const registry = { ...finderRegistry, ...joined };
const format = new BatchFormat(registry as Registry, finderFormat.manifest);
const codec = new BatchCodec(() => format);

const found = {
  screen: {
    maker: 'there',
    width: 2560,
    driver: '5.10.2',
    installed: '2026-02-28',
    serial: '5d0c9e0a-4a6f-4f57-9c8e-6a1b2c3d4e5f',
    digest: 'ab'.repeat(32),
    gateway: 'gate.corp.example',
    contract: 'C-1',
  },
  habits: { 'habit.late': 3 },
  panes: [
    { kind: 'list', rows: 300 },
    { kind: 'chart', rows: 65_537 },
  ],
  waits: { what: ['disk', 'network'], buckets: [2, 1], bucket: [3, 4, 290], count: [5, 1, 7] },
};

afterEach(() => setOwnProduct());

/** The batch that a session of somebody who found all this is, and its bytes. */
async function recorded(report: object = found): Promise<{ batch: Batch; bytes: Uint8Array }> {
  const network = accepting();
  const { program } = programFixture(temporaryFolder(), network.transport, { codec });
  program.decide(agreed);
  program.collection.report(report as Readonly<Record<string, unknown>>);
  await program.close(soon());
  const body = network.requests.at(-1)?.body;
  if (!body) throw new Error('nothing was sent');
  const decoding = codec.decode(body);
  if (!decoding.ok) throw new Error(`${decoding.problem.path}: ${decoding.problem.expected}`);
  return { batch: decoding.batch, bytes: body };
}

/** A collector that takes the batches that `fits` says so of, and finds the others too large. */
function takingAll(fits: (batch: Batch) => boolean = () => true) {
  const batches: Batch[] = [];
  const { transport } = new FakeNetwork((request) => {
    const decoding = codec.decode(request.body);
    if (!decoding.ok) throw new Error(`${decoding.problem.path}: ${decoding.problem.expected}`);
    if (!fits(decoding.batch)) return refuse(request, 'too-large');
    batches.push(decoding.batch);
    const receipt = { batch: decoding.batch.envelope.batch, status: 'accepted' };
    return answer(200, JSON.stringify(receipt), RECEIPT_MEDIA_TYPE);
  });
  return { batches, transport };
}

describe('a group of each layout, declared once', () => {
  it('goes from the recorder through the log, the outbox and the wire into a batch', async () => {
    const { batch } = await recorded();
    expect(batch).toMatchObject(found);
  });

  it('is refused by the recorder when a value is not within its declaration, and costs nothing else', async () => {
    const { batch } = await recorded({ ...found, panes: [{ kind: 'film', rows: 1 }], habits: { 'habit.late': 1001 } });
    expect(batch).toMatchObject({ screen: found.screen, waits: found.waits, panes: [], habits: {} });
  });

  it('is a column of its type, a view and a batch again in the storage', async () => {
    const columns = columnsOf(registry);
    const { batch } = await recorded();
    const store = await openDirectly(path.join(temporaryFolder(), 'store'), columns, codec);
    try {
      await store.insert(today(), batch);
      const [row] = await store.storage.query<StoredBatch>(`SELECT * FROM ${KEPT}`);
      expect(row && batchOfRow(row, registry)).toEqual(batch);
      const query = (sql: string) => store.storage.query<object>(sql);
      expect(await query('SELECT kind, rows FROM candor.panes ORDER BY row')).toEqual(found.panes);
      expect(await query('SELECT what, bucket, count FROM candor.waits ORDER BY what, bucket')).toEqual([
        { what: 'disk', bucket: 3, count: 5 },
        { what: 'disk', bucket: 7, count: 1 },
        { what: 'network', bucket: 290, count: 7 },
      ]);
      expect(await query('SELECT habit, times FROM candor.habits')).toEqual([{ habit: 'habit.late', times: 3 }]);
      const types = await query(`SELECT name, type FROM system.columns WHERE database = 'candor' AND table = 'batches'
        AND name IN ('width', 'serial', 'installed', 'panes.rows', 'waits.bucket')`);
      expect(Object.fromEntries(types.map((one) => Object.values(one)))).toEqual({
        width: 'Nullable(UInt16)',
        serial: 'Nullable(UUID)',
        installed: 'Nullable(Date)',
        'panes.rows': 'Array(UInt32)',
        'waits.bucket': 'Array(Array(UInt16))',
      });
      const [{ statement = '' } = {}] = await store.storage.query<{ statement: string }>(
        `SELECT create_table_query AS statement FROM system.tables WHERE database = 'candor' AND name = 'batches'`,
      );
      for (const name of ['width', 'panes.rows', 'waits.count', 'habits.times']) {
        expect(statement).toMatch(new RegExp(`\`${name}\` [^\`]* TTL received \\+ toIntervalDay\\(30\\)`));
      }
    } finally {
      store.close();
    }
  });

  it('stands in the JSON Schema, the CDDL and the dictionary', async () => {
    const { batch } = await recorded();
    const validate = new Ajv2020({ strict: true }).compile(batchJsonSchema(registry as Registry));
    const fits = (value: unknown) => validate(JSON.parse(JSON.stringify(value)));
    expect(fits(batch), JSON.stringify(validate.errors)).toBe(true);
    expect(fits({ ...batch, panes: [{ kind: 'film', rows: 1 }] })).toBe(false);
    expect(fits({ ...batch, waits: { ...found.waits, what: ['disk', 'oven'] } })).toBe(false);
    const cddl = batchCddl(registry as Registry, format.maxBytes);
    for (const name of Object.keys(joined)) expect(cddl).toMatch(new RegExp(`^${name} = `, 'm'));
    const described = readCddl(cddl);
    for (const { bytes } of [await recorded(), await recorded({})]) {
      expect(described(cbor.decode(brotliDecompressSync(bytes)))).toBe(true);
    }
    const dictionary = dataDictionary(registry);
    for (const [name, { fields }] of Object.entries(joined)) {
      for (const [field, { texts }] of Object.entries(fields)) {
        expect(dictionary).toContain(`\`${name}.${field}\``);
        expect(dictionary).toContain(texts.en[1]);
      }
    }
  });

  it('is shown in What Is Shared, with its name and reason in each language', async () => {
    setOwnProduct(finder, registry);
    const { batch, bytes } = await recorded();
    const shown = sharedSections(describeBatch({ ...batch }, 'current', bytes.length));
    const rows = Object.fromEntries(shown.flatMap((section) => section.rows).map((row) => [row.path, row]));
    expect(rows['screen.width']).toMatchObject({ value: '2560', info: { level: 'standard', retentionDays: 30 } });
    expect(rows['habits.habit.late']).toMatchObject({ value: '3' });
    expect(rows['panes.kind']).toMatchObject({ value: 'list, chart' });
    expect(rows['panes.rows']).toMatchObject({ value: '300–65537' });
    expect(rows['waits.what']).toMatchObject({ value: 'disk, network' });
    expect(Object.values(rows).filter(({ info }) => !info)).toEqual([]);
    expect(fieldLabel('screen.width')).toBe('The width');
    expect(fieldPurpose('habits.habit.late')).toBe('Why the late is collected.');
    expect(groupTitle('panes')).toBe('All panes');
    const fields = allFields().flatMap((one) => one.fields);
    for (const { path: field, type } of fields) expect(possibleValues(field, type)).not.toBe('');
    expect(fields.map((field) => field.path)).toEqual(
      expect.arrayContaining(
        Object.entries(joined).flatMap(([name, one]) => Object.keys(one.fields).map((field) => `${name}.${field}`)),
      ),
    );
  });

  it('is brought down to the level that covers it, where it waits', async () => {
    const network = takingAll();
    const fixture = programFixture(temporaryFolder(), network.transport, { codec });
    fixture.program.decide(agreed);
    fixture.program.collection.report(found);
    fixture.program.seal();
    const next = fixture.restart();
    await next.start();
    next.decide(standardOnly);
    expect(next.collection.level).toBe('standard');
    await next.close(soon());
    const { serial: _, gateway: __, contract: ___, ...screen } = found.screen;
    const [first] = network.batches;
    expect(first).toMatchObject({ ...found, envelope: { level: 'standard' }, screen });
    expect(first && 'screen' in first && first.screen).toEqual(screen);
  });

  it('is in one half alone of a batch that is halved', async () => {
    const network = takingAll(({ usage }) => usage.length < 2);
    const { program } = programFixture(temporaryFolder(), network.transport, { codec });
    program.decide(agreed);
    program.record(used('go.search', 'go.processes'));
    program.collection.report(found);
    await program.close(soon());
    const [first, second, ...more] = network.batches;
    expect(more).toEqual([]);
    expect(first).toMatchObject({ ...found, usage: [{ command: 'go.search' }] });
    const nothing = { screen: {}, habits: {}, panes: [], waits: { what: [] } };
    expect(second).toMatchObject({ ...nothing, usage: [{ command: 'go.processes' }] });
  });

  it('is nothing in a batch that says nothing of it', async () => {
    const { batch } = await recorded({});
    expect(batch).toMatchObject({ screen: {}, habits: {}, panes: [], waits: { what: [], bucket: [] } });
    expect(noReports).not.toHaveProperty('screen');
  });
});

function today(): number {
  return Math.floor(Date.now() / 86_400_000);
}
