import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { OperationTable } from '../../../client/core/measures/operation-table.ts';
import type { Digest } from '../../../collector/given/digest.ts';
import { digestText } from '../../../collector/given/digest-text.ts';
import type { SiteFigures } from '../../../collector/given/site-figures.ts';
import { sendDigest } from '../../../collector/given/webhook.ts';
import { periodOf } from '../../../collector/rollups/periods.ts';
import { isoDay } from '../../../collector/storage/rows.ts';
import { finderMeasures } from '../../support/finder-format.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { deliver, someBatch } from './support/batches.ts';
import { called } from './support/called.ts';
import { shareTestCollector } from './support/collectors.ts';
import { Random } from './support/random.ts';
import { someReports } from './support/reports.ts';
import { TODAY } from './support/storages.ts';

const DAY_MS = 86_400_000;
const INSTALLATIONS = 60;

/** A Monday; three weeks from it are closed. */
const FROM = periodOf('week', TODAY - 40).from;
const WEEK = { from: isoDay(FROM + 14), to: isoDay(FROM + 20) };

const clock = { day: FROM };
const shared = shareTestCollector({ k: 5, clock: () => clock.day * DAY_MS + 1 });

/** In the third week a version comes out that searches slower and has an error. */
function batchOf(random: Random, installation: string, index: number, week: number) {
  const isNew = week === 2 && index % 2 === 0;
  const table = new OperationTable(finderMeasures);
  for (let times = 0; times < 6; times++) {
    table.record('finder.search', 'ok', Math.round((isNew ? 9000 : 4000) * (0.6 + random.fraction())));
  }
  return someBatch({
    envelope: { installation, session: week + 1, level: index % 2 === 0 ? 'enhanced' : 'standard' },
    context: { version: isNew ? '1.1.0' : '1.0.0', country: 'IT' },
    dropped: { 'disk-full': 2 },
    reports: {
      operations: table.snapshot().operations,
      errors: isNew ? someReports.errors : [],
      ...(index % 2 === 0 ? { organisation: { ...someReports.organisation, domain: 'harbour.example' } } : {}),
    },
  });
}

beforeAll(async () => {
  const random = new Random(5);
  const installations = Array.from({ length: INSTALLATIONS }, () => someBatch().envelope.installation);
  for (const [week, day] of [FROM, FROM + 8, FROM + 20].entries()) {
    clock.day = day;
    const { url } = shared();
    await Promise.all(installations.map((its, index) => deliver(url, batchOf(random, its, index, week))));
  }
  clock.day = FROM + 21;
  await shared().closed();
}, 120_000);

const digestCalled = (...args: string[]) => called('digest', '--data', shared().dataDir, ...args);
const publishCalled = (...args: string[]) => called('publish', '--data', shared().dataDir, ...args);

describe('the digest', () => {
  const digest = async () => JSON.parse((await digestCalled('--format', 'json')).said) as Digest;

  it('tells what changed in the newest closed week, by the answers at the collector’s k', async () => {
    const { week, before, k, products } = await digest();
    expect({ week, before, k }).toEqual({
      week: WEEK,
      before: { from: isoDay(FROM + 7), to: isoDay(FROM + 13) },
      k: 5,
    });
    expect(products).toHaveLength(1);
    const [{ operations, newErrors, versions, completeness, installations, crashFree } = expect.fail('none')] =
      products;
    expect(operations).toEqual([
      expect.objectContaining({
        operation: 'finder.search',
        version: '1.1.0',
        against: '1.0.0',
        change: 'slower',
        isNew: true,
      }),
    ]);
    expect(newErrors?.length).toBeGreaterThan(0);
    const near = (value: number | null | undefined, of: number) =>
      expect(Math.abs(Number(value) - of)).toBeLessThanOrEqual(3);
    near(installations.week, INSTALLATIONS);
    near(installations.before, INSTALLATIONS);
    const newest = versions?.find(({ version }) => version === '1.1.0');
    near(newest?.installations.week, INSTALLATIONS / 2);
    expect(newest?.share.before).toBeNull();
    expect(completeness.week?.lost[0]?.reason).toBe('disk-full');
    expect(crashFree.week).toBeGreaterThan(0);
  });

  it('is Markdown for people, on standard output or in a file, and says so', async () => {
    const printed = await digestCalled();
    expect(printed.code).toBe(0);
    expect(printed.said).toContain(`# What changed in the week from ${WEEK.from} to ${WEEK.to}`);
    expect(printed.said).toContain('`finder.search` is **slower** in 1.1.0 than in 1.0.0');
    const file = path.join(temporaryFolder(), 'digest.md');
    const written = await digestCalled('--to', file);
    expect(written).toMatchObject({ code: 0, said: `the digest of ${WEEK.from} to ${WEEK.to} is in ${file}` });
    expect(readFileSync(file, 'utf8')).toBe(printed.said);
    expect(readdirSync(path.dirname(file))).toEqual(['digest.md']);
  });

  it('withholds more when the command line asks for more, and never less than the collector', async () => {
    const few = JSON.parse((await digestCalled('--format', 'json', '--k', '1')).said) as Digest;
    expect(few.k).toBe(5);
    const many = JSON.parse((await digestCalled('--format', 'json', '--k', '500')).said) as Digest;
    expect(many).toMatchObject({ k: 500, products: [] });
    expect(digestText(many)).toContain('No product has figures of these weeks that may be shown.');
  });

  it('is sent to a webhook once, with a text that chats show', async () => {
    const { url, requests } = await webhook((_, response) => response.end('ok'));
    const { code, said } = await digestCalled('--webhook', `${url}/hooks/secret`);
    expect(code).toBe(0);
    expect(said).not.toContain('secret');
    expect(requests).toHaveLength(1);
    const [{ method, contentType, body } = expect.fail('none')] = requests;
    expect({ method, contentType }).toEqual({ method: 'POST', contentType: 'application/json' });
    expect(JSON.parse(body)).toEqual({ text: (await digestCalled()).said, ...(await digest()) });
  });

  it.each<[string, RequestListener, string]>([
    ['fails', (_, response) => response.writeHead(500).end('no'), 'did not take it: it answered 500'],
    [
      'leads elsewhere',
      (request, response) => response.writeHead(307, { location: `http://${request.headers.host}/elsewhere` }).end(),
      'sends it elsewhere, which is not followed: it answered 307',
    ],
    ['hangs up', (request) => request.socket.destroy(), 'did not arrive'],
  ])('that a webhook which %s did not take is said, without the secret of its address', async (_, listener, why) => {
    const { url, requests } = await webhook(listener);
    const { code, failed } = await digestCalled('--webhook', `${url}/hooks/secret`);
    expect(code).toBe(1);
    expect(failed).toContain(why);
    expect(failed).not.toContain('secret');
    expect(requests).toHaveLength(1);
  });

  it('waits for a webhook that never answers as long as it is told, and no longer', async () => {
    const { url, requests } = await webhook(() => {});
    const sending = sendDigest(await digest(), 'text', { url: `${url}/secret`, withinMs: 300 });
    await expect(sending).rejects.toThrow(`the digest did not arrive at ${url}: no answer within 0.3 s`);
    expect(requests).toHaveLength(1);
  });

  it.each(['http://chat.example.org/x', 'https://me:word@chat.example.org/x', 'ftp://127.0.0.1/x', 'x'])(
    'is not sent to %s, and its address is in no message',
    async (address) => {
      const { code, failed } = await digestCalled('--webhook', address);
      expect({ code, failed }).toEqual({
        code: 2,
        failed:
          '--webhook must be an address that begins with https://, or http:// on this computer, without a password in it',
      });
    },
  );
});

describe('the published site', () => {
  const PAGES = ['figures.json', 'index.html', 'it.html'];
  const publishedTo = async (folder: string, ...args: string[]) => {
    const { code, said, failed } = await publishCalled('--to', folder, ...args);
    expect({ code, failed }).toEqual({ code: 0, failed: '' });
    return said;
  };

  it('has the figures of the dashboard’s answers, in English and Italian, and of organisations and countries nothing', async () => {
    const folder = path.join(temporaryFolder(), 'www', 'figures');
    expect(await publishedTo(folder)).toContain('1 product');
    expect(readdirSync(folder).sort()).toEqual(PAGES);
    const [figures, english, italian] = PAGES.map((name) => readFileSync(path.join(folder, name), 'utf8'));
    const { products, days } = JSON.parse(figures ?? '') as SiteFigures;
    expect(days).toEqual({ from: isoDay(FROM), to: WEEK.to });
    const [product = expect.fail('none')] = products;
    const answered = await fetch(
      `${shared().url}/v1/answers/features?from=${days.from}&to=${days.to}&product=candor-finder&votes=installation`,
      { headers: { authorization: `Bearer ${shared().token}` } },
    );
    const { rows } = (await answered.json()) as { rows: { command: string; uses: number; share: number }[] };
    expect(product.used.rows.map(({ command, uses, share }) => ({ command, uses, share }))).toEqual(
      rows.map(({ command, uses, share }) => ({ command, uses, share })),
    );
    expect(product.weeks).toHaveLength(3);
    expect(product.changes?.operations).toHaveLength(1);
    expect(english).toContain('<html lang="en">');
    expect(italian).toContain('<html lang="it">');
    for (const page of [english, italian]) {
      expect(page).toContain(new Intl.NumberFormat('en').format(product.sessions));
      // Nothing is loaded, and nothing runs.
      expect(page).not.toMatch(/<script|<img|<iframe|\bsrc=|url\(|@import|https?:|\bon\w+=|style="/);
    }
    for (const text of [figures, english, italian])
      expect(text).not.toMatch(/harbour|organi[sz]|country|"IT"|renderer/);
  });

  it('is written anew beside what else is in the folder', async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'CNAME'), 'figures.example.org');
    writeFileSync(path.join(folder, 'index.html'), 'the old one');
    await publishedTo(folder);
    await publishedTo(folder);
    expect(readdirSync(folder).sort()).toEqual(['CNAME', ...PAGES]);
    expect(readFileSync(path.join(folder, 'index.html'), 'utf8')).toContain('</html>');
  });

  it('leaves the old pages whole where a new one cannot be written', async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'index.html'), 'the old one');
    // Nothing takes the place of a folder that is not empty.
    mkdirSync(path.join(folder, 'figures.json', 'x'), { recursive: true });
    const { code, failed } = await publishCalled('--to', folder);
    expect({ code, failed }).toEqual({ code: 1, failed: expect.stringContaining(`${folder} cannot be written to`) });
    expect(readdirSync(folder).sort()).toEqual(['figures.json', 'index.html']);
    expect(readFileSync(path.join(folder, 'index.html'), 'utf8')).toBe('the old one');
  });

  it.skipIf(process.platform !== 'linux')('says that a folder cannot be written to, also to root', async () => {
    const { code, failed } = await publishCalled('--to', '/proc/self');
    expect({ code, failed }).toEqual({ code: 1, failed: expect.stringContaining('/proc/self cannot be written to') });
  });

  it('says that a file is no folder, and that it needs one', async () => {
    const file = path.join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect((await publishCalled('--to', file)).failed).toContain(`${file} cannot be made`);
    expect(await publishCalled()).toMatchObject({
      code: 2,
      failed: '--to is missing: the folder that a web server shows',
    });
  });
});

// Last, because it ends the collector of the others.
describe('without a collector', () => {
  it('the tables are asked, and of single installations nothing is published unless it is forced', async () => {
    const folder = temporaryFolder();
    await shared().close();
    const single = ['--to', folder, '--k', '1'] as const;
    // No less is withheld while the collector is away than when it was there.
    expect((await publishCalled(...single, '--to', temporaryFolder())).said).toContain('k = 5');
    const said = path.join(shared().dataDir, 'k');
    writeFileSync(said, '');
    expect((await publishCalled(...single)).failed).toContain(`${said} does not say`);
    // An earlier version has said none.
    rmSync(said);
    expect((await publishCalled(...single)).failed).toContain('nothing is published: k is 1');
    expect(readdirSync(folder)).toEqual([]);
    expect((await publishCalled(...single, '--force')).code).toBe(0);
    const page = readFileSync(path.join(folder, 'index.html'), 'utf8');
    expect(page).toContain('even one of a single installation');
    expect(page).toContain(`${3 * INSTALLATIONS} sessions of ${INSTALLATIONS} installations`);
  });

  it('is no store at all', async () => {
    const dataDir = temporaryFolder();
    expect((await called('digest', '--data', dataDir)).failed).toContain(`there is no store in ${dataDir}`);
    expect(existsSync(path.join(dataDir, 'store'))).toBe(false);
  });
});

interface Heard {
  readonly method: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** A webhook of this computer, for one test. */
async function webhook(listener: RequestListener): Promise<{ url: string; requests: Heard[] }> {
  const requests: Heard[] = [];
  const server = createServer(async (request, response) => {
    requests.push({
      method: request.method,
      contentType: request.headers['content-type'],
      body: await textOf(request),
    });
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return text;
}
