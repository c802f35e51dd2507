import { type Disk, systemDisk } from '../../client/main/files/disk.ts';

/** The system's disk for a test with a clock of its own: reading leaves no time of the system's clock behind. */
export const stillDisk: Disk = {
  ...systemDisk,
  read(file, maxBytes) {
    const times = systemDisk.facts(file);
    const bytes = systemDisk.read(file, maxBytes);
    if (times) systemDisk.setTimes(file, times);
    return bytes;
  },
};
