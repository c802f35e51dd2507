import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { finder } from '../../../../app/finder/product.ts';
import { cloneMark } from '../../../../client/main/consent/clone-check.ts';
import { choiceState, installerChoiceFiles, readSurroundings } from '../../../../client/main/consent/surroundings.ts';
import { usableMachineId } from '../../../../client/main/enhanced/system-reads.ts';
import { ASK_AFTER_MS, Prompt } from '../../../../client/main/pages/prompt.ts';
import {
  collectorAddress,
  describeCollector,
  parseCollectorAddress,
} from '../../../../client/main/upload/collector-address.ts';
import { retryAfterMs } from '../../../../client/main/upload/upload.ts';
import { example } from '../../../fixtures/second-product/product.ts';
import { FakeTime } from '../../../support/fakes.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe("the collector's address", () => {
  it('is HTTPS, or this computer', () => {
    expect(parseCollectorAddress('https://collector.example/').href).toBe('https://collector.example/');
    expect(parseCollectorAddress('http://127.0.0.1:7391').port).toBe('7391');
    for (const refused of [
      'http://collector.example',
      'http://127.0.0.1.example',
      'file:///etc/passwd',
      'nonsense',
      '',
    ]) {
      expect(() => parseCollectorAddress(refused)).toThrow('must use HTTPS');
    }
  });

  it('is replaced by the environment only in a build that is not packaged', () => {
    const environment = { CANDOR_COLLECTOR_URL: 'http://127.0.0.1:9' };
    expect(collectorAddress(finder.collector, false, environment).port).toBe('9');
    expect(collectorAddress(finder.collector, true, environment).protocol).toBe('https:');
  });
});

const NO = '{"participation":"no"}';

describe("the collector's address in a diagnosis", () => {
  const own = 'https://collector.candor.example';

  it('says where it comes from', () => {
    const environment = { CANDOR_COLLECTOR_URL: 'http://127.0.0.1:8787/' };
    expect(describeCollector(own, true, environment, undefined)).toEqual({
      address: own,
      source: 'product',
      usable: true,
      local: false,
    });
    expect(describeCollector(own, false, environment, undefined)).toEqual({
      address: 'http://127.0.0.1:8787',
      source: 'environment',
      usable: true,
      local: true,
    });
    const policy = new URL('https://telemetry.acme.example');
    expect(describeCollector(own, true, {}, policy)).toMatchObject({ address: policy.origin, source: 'policy' });
  });

  it('is named when it cannot be used, without a password in it', () => {
    for (const address of ['http://jane:secret@acme.example', 'acme', 'ftp://jane:secret@acme.example/x']) {
      const described = describeCollector(own, false, { CANDOR_COLLECTOR_URL: address }, undefined);
      expect(described).toMatchObject({ source: 'environment', usable: false });
      expect(described.address).not.toContain('secret');
    }
  });
});

describe('what is decided outside the app', () => {
  const files = (folder: string, ...contents: (string | Buffer | undefined)[]) =>
    contents.map((content, index) => {
      const file = path.join(folder, String(index), 'installer-choice.json');
      mkdirSync(path.dirname(file), { recursive: true });
      if (content !== undefined) writeFileSync(file, content);
      return { file, links: 'refused' } as const;
    });

  it.each([
    ['no file', [undefined], undefined],
    ['a No', ['{"participation":"no"}'], 'no'],
    ['a choice with fields of a later installer', ['{"participation":"ask","by":"msi"}'], 'ask'],
    ['the machine-wide choice over the personal one', ['{"participation":"no"}', '{"participation":"ask"}'], 'no'],
    ['the personal one when the other is damaged', ['{"participation":', '{"participation":"no"}'], 'no'],
    ['a Yes, which no installer can give', ['{"participation":"yes"}'], undefined],
    ['not an object', ['[]'], undefined],
    ['a No after a byte order mark', [`\uFEFF${NO}`], 'no'],
    ['a No in UTF-16 LE, as PowerShell writes it', [Buffer.from(`\uFEFF${NO}\r\n`, 'utf16le')], 'no'],
    ['a No in UTF-16 BE', [Buffer.from(`\uFEFF${NO}`, 'utf16le').swap16()], 'no'],
    ['a No in UTF-16 without a mark', [Buffer.from(NO, 'utf16le')], 'no'],
    ['UTF-16 that ends in half a letter', [Buffer.from(`\uFEFF${NO}`, 'utf16le').subarray(0, -1)], undefined],
    ['a choice larger than any', [NO.padEnd(64 * 1024 + 1)], undefined],
  ] as const)('reads %s', (_name, contents, expected) => {
    expect(readSurroundings({}, files(temporaryFolder(), ...contents)).installerChoice).toBe(expected);
  });

  it('tells a file that is no choice from one that is not there', () => {
    const folder = temporaryFolder();
    const [none, no, damaged] = files(folder, undefined, NO, '{"participation":');
    const inPlace = { file: folder, links: 'refused' } as const;
    const states = [none, no, damaged, inPlace].map((choice) => choice && choiceState(choice));
    expect(states).toEqual(['none', 'no', 'damaged', 'damaged']);
  });

  it.each([
    ['a link into nothing, such as a folder that is not mounted', 'nothing'],
    ['a name that the disk refuses', 'x'.repeat(300)],
  ])('takes a machine-wide choice that cannot be read for a No, because it may be one: %s', (_name, target) => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'choice.json');
    symlinkSync(target, file);
    const choices = [{ file, links: 'followed' } as const, ...files(folder, '{"participation":"ask"}')];
    expect(readSurroundings({}, choices).installerChoice).toBe('no');
  });

  it('takes a file in the place of the folder of a choice for no choice', () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'etc'), 'not a folder');
    const choices = [{ file: path.join(folder, 'etc/installer-choice.json'), links: 'followed' } as const];
    expect(readSurroundings({}, choices).installerChoice).toBeUndefined();
  });

  it.each([
    ['1', true],
    ['true', true],
    ['YES', true],
    ['on', true],
    ['2', true],
    ['0', false],
    ['false', false],
    [' False\n', false],
    ['', false],
    ['  ', false],
    [undefined, false],
  ])('takes DO_NOT_TRACK=%j for a wish: %s', (value, wish) => {
    expect(readSurroundings({ DO_NOT_TRACK: value }, []).doNotTrack).toBe(wish);
  });

  it('looks for machine-wide choices first on every system', () => {
    expect(installerChoiceFiles('linux', {}, '/home/a', finder)[0]).toEqual({
      file: '/etc/candor-finder/installer-choice.json',
      links: 'followed',
    });
    expect(installerChoiceFiles('win32', { PROGRAMDATA: 'D:\\Data' }, 'C:\\u', finder)[0]?.file).toContain('D:\\Data');
    expect(installerChoiceFiles('darwin', {}, '/u', finder).at(-1)).toEqual({
      file: '/u/installer-choice.json',
      links: 'refused',
    });
    expect(installerChoiceFiles('linux', {}, '/u', example)[0]?.file).toBe('/etc/candor-example/installer-choice.json');
    expect(installerChoiceFiles('win32', {}, '/u', example)[0]?.file).toContain('\\Candor Example\\');
  });
});

describe('the popup', () => {
  const prompt = (mayAsk = () => true, listens = () => true) => {
    const time = new FakeTime();
    let asked = 0;
    const ask = () => {
      if (listens()) asked++;
      return listens();
    };
    return { time, asked: () => asked, prompt: new Prompt({ timers: time, mayAsk, ask }) };
  };

  it('asks once, five seconds after the first window is shown', () => {
    const { time, asked, prompt: popup } = prompt();
    popup.windowShown();
    time.advance(ASK_AFTER_MS - 1);
    popup.windowShown();
    expect(asked()).toBe(0);
    time.advance(1);
    expect(asked()).toBe(1);
    popup.windowShown();
    time.advance(60_000);
    expect(asked()).toBe(1);
  });

  it('does not ask when the Help dialog was opened before, nor when a decision came meanwhile', () => {
    const help = prompt();
    help.prompt.windowShown();
    help.prompt.settle();
    help.time.advance(60_000);
    expect(help.asked()).toBe(0);

    let undecided = true;
    const decided = prompt(() => undecided);
    decided.prompt.windowShown();
    undecided = false;
    decided.time.advance(60_000);
    expect(decided.asked()).toBe(0);
  });

  it('asks as soon as a page listens, when none did after five seconds, and once', () => {
    let listens = false;
    const {
      time,
      asked,
      prompt: popup,
    } = prompt(
      () => true,
      () => listens,
    );
    popup.windowShown();
    time.advance(ASK_AFTER_MS);
    expect(asked()).toBe(0);
    listens = true;
    popup.pageListens();
    popup.pageListens();
    expect(asked()).toBe(1);
  });

  it('asks no sooner because a page listens, and not after the Help dialog was opened', () => {
    const { time, asked, prompt: popup } = prompt();
    popup.windowShown();
    popup.pageListens();
    expect(asked()).toBe(0);
    popup.settle();
    time.advance(60_000);
    popup.pageListens();
    expect(asked()).toBe(0);
  });

  it('arms no timer when there is nothing to ask', () => {
    const { time, prompt: popup } = prompt(() => false);
    popup.windowShown();
    expect(time.armed).toBe(0);
  });
});

describe('Retry-After', () => {
  it('is read as seconds or as a date, up to a bound, and as nothing when it is neither', () => {
    const now = Date.UTC(2026, 2, 9);
    expect(retryAfterMs('120', now, 90_000_000)).toBe(120_000);
    expect(retryAfterMs('Mon, 09 Mar 2026 00:01:00 GMT', now, 90_000_000)).toBe(60_000);
    expect(retryAfterMs('Sun, 08 Mar 2026 00:00:00 GMT', now, 90_000_000)).toBe(0);
    expect(retryAfterMs('soon', now, 90_000_000)).toBeUndefined();
    expect(retryAfterMs('120', now, 60_000)).toBe(60_000);
    expect(retryAfterMs(undefined, now, 90_000_000)).toBeUndefined();
  });
});

describe("the machine's id", () => {
  it("is not taken from the library's fallback to the host name, nor from anything that is no id", () => {
    expect(usableMachineId('0123456789abcdef0123456789abcdef\n', 'host')).toBe('0123456789abcdef0123456789abcdef');
    expect(usableMachineId('4C4C4544-0043-3010-8052-B4C04F564231', 'host')).toBe(
      '4c4c4544-0043-3010-8052-b4c04f564231',
    );
    expect(usableMachineId('deadbeefdeadbeefdeadbeefdeadbeef', 'DEADBEEFDEADBEEFDEADBEEFDEADBEEF')).toBeUndefined();
    expect(usableMachineId('my-laptop', 'other')).toBeUndefined();
    expect(usableMachineId('', 'host')).toBeUndefined();
  });

  it('stands in the mark only as a hash under the installation', () => {
    const mark = cloneMark('a'.repeat(32), 'one');
    expect(mark).toMatch(/^[0-9a-f]{64}$/);
    expect(cloneMark('a'.repeat(32), 'two')).not.toBe(mark);
    expect(cloneMark('b'.repeat(32), 'one')).not.toBe(mark);
  });
});
