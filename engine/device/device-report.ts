import type { Clock } from 'candor-client/node';
import type { DeviceReport, Fact } from '../../app/finder/device.ts';
import { type FactId, factCatalogue, factIds } from '../../app/finder/facts.ts';
import { type Format, factRules } from './fact-rules.ts';
import { sharePending } from './hardware-sources.ts';
import type { Gathered } from './readings.ts';

interface DeviceReportParts {
  readonly gather: () => Promise<Gathered>;
  readonly format: Format;
  readonly clock: Clock;
  /** Whether there are things here that only the administrator is told, and this account is not one. */
  readonly restricted: boolean;
}

/** Reads the device. Requests that come while a report is being made share it. */
export function createDeviceReporter({
  gather,
  format,
  clock,
  restricted,
}: DeviceReportParts): () => Promise<DeviceReport> {
  return sharePending(async () => {
    const gathered = await gather();
    return {
      at: clock.now(),
      hostName: gathered.machine.value?.hostName ?? '',
      os: gathered.os.value?.name ?? '',
      bootedAt: gathered.machine.value?.bootedAt ?? 0,
      facts: deviceFacts(gathered, format, restricted),
    };
  });
}

/** The facts in the catalogue's order; one without a value says why, unless it is optional. */
export function deviceFacts(gathered: Gathered, format: Format, restricted: boolean): Fact[] {
  const identifying = [gathered.machine.value?.hostName, gathered.machine.value?.account].filter(
    (name): name is string => name !== undefined && name.length >= MIN_NAME_LENGTH,
  );
  return factIds.map((id) => fact(id, gathered, format, restricted, identifying)).filter((made) => made !== undefined);
}

/** Shorter names stand in other words by chance. */
const MIN_NAME_LENGTH = 3;

function fact(
  id: FactId,
  gathered: Gathered,
  format: Format,
  restricted: boolean,
  identifying: readonly string[],
): Fact | undefined {
  const kind: { group: Fact['group']; sensitive: boolean; optional?: true } = factCatalogue[id];
  const rule = factRules[id];
  const value = rule.value(gathered, format) || null;
  const { label, late } = gathered[rule.from];
  if (value === null && kind.optional && !late) return undefined;
  const reason = rule.privileged && restricted ? 'needs-permission' : 'not-available';
  return {
    id,
    group: kind.group,
    value,
    ...(value === null && { missing: late ? 'still-reading' : reason }),
    source: label,
    // A volume may be mounted at a place that is named after its user.
    sensitive: kind.sensitive || identifying.some((name) => value?.includes(name)),
  };
}
