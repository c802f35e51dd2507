import { describe, expect, it } from 'vitest';
import { bootId, bootMoment, steadyMoment } from '../../../../../engine/sampler/linux/boot-time.ts';
import { fakeFiles } from '../../fake-files.ts';

const NOW = 1_700_000_000_000;
const DAY = 86_400_000;

/** Files of a system that says when it began and how long it has run, in milliseconds before now. */
function telling(btimeAgo: number | null, uptime: number | null) {
  return fakeFiles({
    ...(btimeAgo !== null && { '/proc/stat': `cpu 1\nbtime ${Math.floor((NOW - btimeAgo) / 1000)}\n` }),
    ...(uptime !== null && { '/proc/uptime': `${(uptime / 1000).toFixed(2)} 1.00\n` }),
  });
}

describe('the moment from which starts count', () => {
  it('is told to the hundredth of a second where both files agree', () => {
    expect(bootMoment(telling(DAY + 700, DAY + 250), DAY, NOW)).toBe(NOW - DAY - 250);
  });

  it('is not believed where it puts a process into the future, as in a container with a btime of its own', () => {
    // The container began an hour ago, and starts count from the machine, a day ago.
    expect(bootMoment(telling(3_600_000, DAY), DAY - 1000, NOW)).toBe(NOW - DAY);
    // lxcfs gives the container's own uptime, and the machine's btime.
    expect(bootMoment(telling(DAY, 3_600_000), DAY - 1000, NOW)).toBe(Math.floor((NOW - DAY) / 1000) * 1000);
  });

  it('is such that the newest process began just now where neither can be believed', () => {
    expect(bootMoment(telling(1000, 2000), DAY, NOW)).toBe(NOW - DAY);
    expect(bootMoment(telling(null, null), DAY, NOW)).toBe(NOW - DAY);
  });

  it('needs no /proc/stat', () => {
    expect(bootMoment(telling(null, DAY), DAY - 1, NOW)).toBe(NOW - DAY);
  });

  it('stands while it only wavers, and moves with a clock that was set', () => {
    expect(steadyMoment(NOW, NOW + 1000)).toBe(NOW);
    expect(steadyMoment(NOW, NOW + 3_600_000)).toBe(NOW + 3_600_000);
    expect(steadyMoment(undefined, NOW)).toBe(NOW);
  });
});

describe('the id of a start of the system', () => {
  it('is the beginning of what the kernel gave', () => {
    const path = '/proc/sys/kernel/random/boot_id';
    expect(bootId(fakeFiles({ [path]: '89940b8e-d056-43ff-ae09-653135faafea\n' }))).toBe('89940b8e');
    expect(bootId(fakeFiles({ [path]: 'nonsense' }))).toBe('00000000');
    expect(bootId(fakeFiles())).toBe('00000000');
  });
});
