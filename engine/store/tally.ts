import { RATE_UNIT } from './schema.ts';

/** What an object used at a reading; `null` for what could not be read. */
export interface Usage {
  readonly cpu: number | null;
  readonly memory: number | null;
  readonly read: number | null;
  readonly written: number | null;
}

/** Means and peaks in the units of the tables, see schema.ts. */
export interface Used {
  readonly cpu: number | null;
  readonly peak: number | null;
  readonly memory: number | null;
  readonly memory_over: number | null;
  readonly read: number | null;
  readonly written: number | null;
}

/** A mean over the time in which the figure was known. */
export class Mean {
  #sum = 0;
  #time = 0;
  #peak = 0;

  add(value: number | null, milliseconds: number): void {
    if (value === null || !(value >= 0) || !(milliseconds > 0)) return;
    this.#sum += value * milliseconds;
    this.#time += milliseconds;
    if (value > this.#peak) this.#peak = value;
  }

  get mean(): number | null {
    return this.#time > 0 ? this.#sum / this.#time : null;
  }

  get peak(): number | null {
    return this.#time > 0 ? this.#peak : null;
  }

  reset(): void {
    this.#sum = 0;
    this.#time = 0;
    this.#peak = 0;
  }
}

/** What one object used over some time, and how much of it it lived. */
export class Tally {
  /** Milliseconds. */
  lived = 0;
  readonly #cpu = new Mean();
  readonly #memory = new Mean();
  readonly #read = new Mean();
  readonly #written = new Mean();

  add(milliseconds: number, usage: Usage): void {
    this.lived += milliseconds;
    this.#cpu.add(usage.cpu, milliseconds);
    this.#memory.add(usage.memory, milliseconds);
    this.#read.add(usage.read, milliseconds);
    this.#written.add(usage.written, milliseconds);
  }

  /** Percent of one core times milliseconds, bytes, and bytes moved: by them rows are ranked. */
  get weight(): { cpu: number; memory: number; moved: number } {
    return {
      cpu: (this.#cpu.mean ?? 0) * this.lived,
      memory: this.#memory.peak ?? 0,
      moved: ((this.#read.mean ?? 0) + (this.#written.mean ?? 0)) * this.lived,
    };
  }

  get used(): Used {
    const memory = kibibytes(this.#memory.mean);
    const peak = kibibytes(this.#memory.peak);
    return {
      cpu: hundredths(this.#cpu.mean),
      peak: hundredths(this.#cpu.peak),
      memory,
      memory_over: memory === null || peak === null ? null : Math.max(0, peak - memory),
      read: inUnits(this.#read.mean),
      written: inUnits(this.#written.mean),
    };
  }

  reset(): void {
    this.lived = 0;
    this.#cpu.reset();
    this.#memory.reset();
    this.#read.reset();
    this.#written.reset();
  }
}

const MAX_UINTEGER = 4_294_967_295;

export function hundredths(percent: number | null): number | null {
  return percent === null ? null : Math.min(MAX_UINTEGER, Math.round(percent * 100));
}

/** KiB; as a 32-bit number up to 4 TiB. */
export function kibibytes(bytes: number | null): number | null {
  return bytes === null ? null : Math.min(MAX_UINTEGER, Math.round(bytes / 1024));
}

/** Rounded up, so that little is not nothing. */
function inUnits(bytesPerSecond: number | null): number | null {
  return bytesPerSecond === null ? null : Math.min(MAX_UINTEGER, Math.ceil(bytesPerSecond / RATE_UNIT));
}

export function whole(value: number | null): number | null {
  return value === null ? null : Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, Math.round(value)));
}
