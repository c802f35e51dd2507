import type { Systeminformation as Si } from 'systeminformation';
import type { DeviceSource, DeviceSources, Display, GraphicsController } from './readings.ts';

/**
 * The part of systeminformation that tells about the hardware; none of it opens a connection (its osInfo and users do
 * on some systems, so they are not used), and none of it is slow on Linux (versions is).
 */
export interface HardwareInformation {
  system(): Promise<Si.SystemData>;
  bios(): Promise<Si.BiosData>;
  baseboard(): Promise<Si.BaseboardData>;
  chassis(): Promise<Si.ChassisData>;
  cpu(): Promise<Si.CpuData>;
  battery(): Promise<Si.BatteryData>;
  memLayout(): Promise<Si.MemLayoutData[]>;
  mem(): Promise<Si.MemData>;
  diskLayout(): Promise<Si.DiskLayoutData[]>;
  fsSize(): Promise<Si.FsSizeData[]>;
  networkGatewayDefault(): Promise<string>;
  graphics(): Promise<Si.GraphicsData>;
}

type HardwareName = 'system' | 'bios' | 'baseboard' | 'chassis' | 'cpu' | 'battery' | 'modules';

/** The sources that are the same on every platform. */
export function hardwareSources(information: () => Promise<HardwareInformation>): Pick<DeviceSources, HardwareName> {
  return {
    system: from('system', (si) => si.system()),
    bios: from('bios', (si) => si.bios()),
    baseboard: from('baseboard', (si) => si.baseboard()),
    chassis: from('chassis', (si) => si.chassis()),
    cpu: from('cpu', (si) => si.cpu()),
    battery: from('battery', (si) => si.battery()),
    modules: from('memLayout', (si) => si.memLayout()),
  };

  function from<T>(name: keyof HardwareInformation, read: (si: HardwareInformation) => Promise<T>): DeviceSource<T> {
    return { label: `systeminformation: ${name}`, read: async () => read(await information()) };
  }
}

/** systeminformation counts graphics memory in MiB. */
export function mapControllers({ controllers }: Si.GraphicsData): GraphicsController[] {
  return controllers.map(({ vendor, model, vram }) => ({
    name: model.startsWith(vendor) ? model : `${vendor} ${model}`.trim(),
    memory: (vram ?? 0) * 1024 * 1024,
  }));
}

export function mapDisplays({ displays }: Si.GraphicsData): Display[] {
  return displays.flatMap(({ model, currentResX, currentResY, resolutionX, resolutionY, currentRefreshRate }) => {
    const width = currentResX || resolutionX;
    const height = currentResY || resolutionY;
    return width && height ? [{ name: model, width, height, refreshRate: currentRefreshRate ?? undefined }] : [];
  });
}

/** Calls that come while one is under way get its result. */
export function sharePending<T>(make: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | undefined;
  return () => {
    pending ??= make().finally(() => {
      pending = undefined;
    });
    return pending;
  };
}
