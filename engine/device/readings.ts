import type { Systeminformation } from 'systeminformation';

export interface Machine {
  readonly hostName: string;
  /** Name of the account that runs the app. */
  readonly account: string;
  readonly kernel: string;
  readonly architecture: string;
  /** IANA name, such as Europe/Berlin. */
  readonly timeZone: string;
  /** UTC milliseconds since 1970. */
  readonly bootedAt: number;
  /** `UEFI` or `BIOS`; empty when it is not told. */
  readonly firmware: string;
}

export interface OperatingSystem {
  /** With its version, as its maker writes it. */
  readonly name: string;
  readonly build: string;
}

/** Bytes. */
export interface Memory {
  readonly total: number;
  readonly available: number;
  readonly swapTotal: number;
}

export interface Disk {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Such as SSD; empty when it is not told. */
  readonly kind: string;
  readonly serial: string;
}

export interface Volume {
  readonly mount: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  readonly used: number;
}

export interface NetworkInterface {
  readonly name: string;
  readonly mac: string;
  readonly addresses: readonly string[];
  /** Megabits a second; `undefined` when the link does not tell. */
  readonly speed?: number | undefined;
}

export interface Display {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Hertz; `undefined` when it is not told. */
  readonly refreshRate?: number | undefined;
}

export interface GraphicsController {
  readonly name: string;
  /** Bytes; 0 when it has none of its own or does not tell. */
  readonly memory: number;
}

/** Everything that device facts are made of, however the platform tells it. */
export interface DeviceReadings {
  machine: Machine;
  os: OperatingSystem;
  system: Pick<Systeminformation.SystemData, 'manufacturer' | 'model' | 'serial' | 'uuid' | 'virtual' | 'virtualHost'>;
  bios: Pick<Systeminformation.BiosData, 'vendor' | 'version' | 'releaseDate'>;
  baseboard: Pick<Systeminformation.BaseboardData, 'manufacturer' | 'model' | 'serial'>;
  chassis: Pick<Systeminformation.ChassisData, 'type'>;
  cpu: Pick<
    Systeminformation.CpuData,
    'manufacturer' | 'brand' | 'speed' | 'speedMax' | 'cores' | 'physicalCores' | 'cache'
  >;
  battery: Pick<Systeminformation.BatteryData, 'hasBattery' | 'percent'>;
  modules: readonly Pick<Systeminformation.MemLayoutData, 'size' | 'type' | 'clockSpeed'>[];
  memory: Memory;
  disks: readonly Disk[];
  volumes: readonly Volume[];
  network: readonly NetworkInterface[];
  gateway: string;
  dns: readonly string[];
  graphics: readonly GraphicsController[];
  displays: readonly Display[];
}

export type ReadingName = keyof DeviceReadings;

export interface DeviceSource<T> {
  /** Shown to people beside the fact, such as `/proc/meminfo`. */
  readonly label: string;
  readonly read: () => T | Promise<T>;
}

export type DeviceSources = { readonly [Name in ReadingName]: DeviceSource<DeviceReadings[Name]> };

/** What the sources have answered so far; one that failed or is slow has no value. */
export type Gathered = {
  readonly [Name in ReadingName]: {
    readonly label: string;
    readonly value: DeviceReadings[Name] | undefined;
    /** When it answered so, in UTC milliseconds; `null` when it has not answered yet. */
    readonly readAt: number | null;
    /** It is being read, and has no value yet: the next report may have it. */
    readonly late: boolean;
  };
};
