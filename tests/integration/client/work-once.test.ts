import { describe, expect, it } from 'vitest';
import { RECORDING_FRESH_MS } from '../../../client/main/limits.ts';
import { FaultyDisk } from '../../support/faulty-disk.ts';
import { accepting, no, programFixture, soon, used, yes } from '../../support/program-fixture.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('what is recorded', () => {
  /** A program that records, with how often its surroundings were looked at and what is allowed there. */
  function recording() {
    const outside = { looks: 0, doNotTrack: false };
    const surroundings = () => {
      outside.looks++;
      return { policy: undefined, doNotTrack: outside.doNotTrack, installerChoice: undefined };
    };
    const fixture = programFixture(temporaryFolder(), accepting().transport, { surroundings });
    fixture.program.decide(yes);
    fixture.program.record(used('go.search'));
    outside.looks = 0;
    return { ...fixture, outside };
  }

  it('costs one look at what is decided outside in ten seconds', () => {
    const { program, time, outside } = recording();
    for (let message = 0; message < 20; message++) {
      expect(program.record(used('go.search'))).toBe(1);
      time.advance(RECORDING_FRESH_MS / 10);
    }
    expect(outside.looks).toBe(1);
  });

  it('ends with a No at once, and within ten seconds with what nobody tells of', () => {
    const { program, time, outside } = recording();
    outside.doNotTrack = true;
    time.advance(RECORDING_FRESH_MS);
    expect(program.record(used('go.search'))).toBe(0);
    outside.doNotTrack = false;
    expect(program.record(used('go.search'))).toBe(1);
    program.decide(no);
    expect(program.record(used('go.search'))).toBe(0);
  });

  it('is not sent after a change that nobody told of', async () => {
    const network = accepting();
    const outside = { doNotTrack: false };
    const surroundings = () => ({ policy: undefined, ...outside, installerChoice: undefined });
    const { program } = programFixture(temporaryFolder(), network.transport, { surroundings });
    program.decide(yes);
    program.record(used('go.search'));
    outside.doNotTrack = true;
    program.record(used('go.search'));
    await program.close(soon());
    expect(network.requests).toEqual([]);
  });
});

describe('the log of a session that ends', () => {
  async function syncsOfLog(fails = false) {
    const faulty = new FaultyDisk();
    let syncs = 0;
    faulty.fails = (operation, path) => {
      if (operation !== 'sync' || !path.endsWith('.log')) return undefined;
      syncs++;
      return fails && syncs === 1 ? 'EIO' : undefined;
    };
    const network = accepting();
    const { program } = programFixture(temporaryFolder(), network.transport, { disk: faulty.disk });
    program.decide(yes);
    program.record(used('go.search'));
    await program.close(soon());
    expect(network.requests).toHaveLength(1);
    return syncs;
  }

  it('is forced to the disk once before it is sealed', async () => {
    expect(await syncsOfLog()).toBe(1);
  });

  it('is forced again when that failed', async () => {
    expect(await syncsOfLog(true)).toBe(2);
  });
});
