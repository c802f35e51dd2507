import { describe, expect, it } from 'vitest';
import { GroupCommit } from '../../../collector/journal/group-commit.ts';

/** Commits that end when the test says so. */
function heldCommits() {
  const groups: { bytes: string; count: number; finish: (error?: Error) => void }[] = [];
  const commits = new GroupCommit(
    (bytes, count) =>
      new Promise<string>((resolve, reject) => {
        groups.push({
          bytes: bytes.toString(),
          count,
          finish: (error) => (error ? reject(error) : resolve(`${count} of them`)),
        });
      }),
  );
  return { commits, groups };
}

describe('a group commit', () => {
  it('begins with the first caller and takes all that come meanwhile in the next', async () => {
    const { commits, groups } = heldCommits();
    const callers = ['a', 'b', 'c'].map((text) => commits.add(Buffer.from(text)));
    expect(groups.map(({ bytes }) => bytes)).toEqual(['a']);
    expect(commits.pendingBytes).toBe(3);
    groups[0]?.finish();
    expect(await callers[0]).toEqual({ group: '1 of them', offset: 0 });
    expect(groups.map(({ bytes, count }) => [bytes, count])).toEqual([
      ['a', 1],
      ['bc', 2],
    ]);
    groups[1]?.finish();
    expect(await Promise.all(callers.slice(1))).toEqual([
      { group: '2 of them', offset: 0 },
      { group: '2 of them', offset: 1 },
    ]);
    expect(commits.pendingBytes).toBe(0);
  });

  it('fails for its own callers and not for the next', async () => {
    const { commits, groups } = heldCommits();
    const failing = commits.add(Buffer.from('a'));
    const next = commits.add(Buffer.from('b'));
    groups[0]?.finish(new Error('disk'));
    await expect(failing).rejects.toThrow('disk');
    groups[1]?.finish();
    await next;
  });

  it('does not forget a caller that comes at the moment the last one gets its answer', async () => {
    const commits = new GroupCommit(() => Promise.resolve());
    for (let turn = 0; turn < 100; turn++) {
      await commits.add(Buffer.from('a')).then(() => commits.add(Buffer.from('b')));
    }
    await commits.idle();
    expect(commits.pendingBytes).toBe(0);
  });
});
