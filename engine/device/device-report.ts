import type { Clock } from 'candor-client/node';
import type { DeviceReport, Fact } from '../../app/finder/device.ts';
import { type FactId, factCatalogue, factIds, type MissingReason } from '../../app/finder/facts.ts';
import { type Format, factRules } from './fact-rules.ts';
import { sharePending } from './hardware-sources.ts';
import type { Gathered, ReadingName } from './readings.ts';

/** What keeps things from being told here. */
export interface Surroundings {
  /** There are things that only the administrator is told, and this account is not one. */
  readonly restricted: boolean;
  readonly container: boolean;
  readonly virtual: boolean;
}

interface DeviceReportParts {
  readonly gather: () => Promise<Gathered>;
  readonly format: Format;
  readonly clock: Clock;
  readonly surroundings: Surroundings;
}

/** Reads the device. Requests that come while a report is being made share it. */
export function createDeviceReporter({
  gather,
  format,
  clock,
  surroundings,
}: DeviceReportParts): () => Promise<DeviceReport> {
  return sharePending(async () => {
    const gathered = await gather();
    const now = clock.now();
    const moments = Object.values(gathered).flatMap(({ readAt }) => readAt ?? []);
    return {
      at: moments.length > 0 ? Math.max(...moments) : now,
      hostName: gathered.machine.value?.hostName ?? '',
      os: gathered.os.value?.name ?? '',
      bootedAt: gathered.machine.value?.bootedAt ?? 0,
      facts: deviceFacts(gathered, format, surroundings, now),
    };
  });
}

/**
 * The facts in the catalogue's order; one without a value says why, unless it is optional.
 * @param now moment of what no source has told yet, UTC milliseconds
 */
export function deviceFacts(gathered: Gathered, format: Format, surroundings: Surroundings, now: number): Fact[] {
  const identifying = [gathered.machine.value?.hostName, gathered.machine.value?.account].filter(
    (name): name is string => name !== undefined && name.length >= MIN_NAME_LENGTH,
  );
  return factIds
    .map((id) => fact(id, gathered, format, surroundings, identifying, now))
    .filter((made) => made !== undefined);
}

/** Shorter names stand in other words by chance. */
const MIN_NAME_LENGTH = 3;

function fact(
  id: FactId,
  gathered: Gathered,
  format: Format,
  surroundings: Surroundings,
  identifying: readonly string[],
  now: number,
): Fact | undefined {
  const kind: { group: Fact['group']; sensitive: boolean; optional?: true } = factCatalogue[id];
  const rule = factRules[id];
  const value = rule.value(gathered, format) || null;
  const { label, late, readAt } = gathered[rule.from];
  if (value === null && kind.optional && !late) return undefined;
  return {
    id,
    group: kind.group,
    value,
    ...(value === null && { missing: whyMissing(rule, gathered, surroundings) }),
    source: label,
    at: readAt ?? now,
    // A volume may be mounted at a place that is named after its user.
    sensitive: kind.sensitive || identifying.some((name) => value?.includes(name)),
  };
}

/** What the firmware and the parts of the machine tell of themselves. */
const hardware: ReadonlySet<ReadingName> = new Set(['system', 'bios', 'baseboard', 'chassis', 'cpu', 'modules']);

/** What is looked for in the system, and may not be there. */
const lookedFor: ReadonlySet<ReadingName> = new Set([
  'disks',
  'volumes',
  'network',
  'gateway',
  'dns',
  'graphics',
  'displays',
]);

/** Parts of the machine that a container is not shown, unlike its own network and volumes. */
const outside: ReadonlySet<ReadingName> = new Set([...hardware, 'disks', 'graphics', 'displays']);

function whyMissing(
  { from, privileged }: (typeof factRules)[FactId],
  gathered: Gathered,
  { restricted, container, virtual }: Surroundings,
): MissingReason {
  const { late, value } = gathered[from];
  if (late) return 'still-reading';
  if (privileged && restricted) return 'needs-permission';
  if (value === undefined) return 'no-answer';
  if (container && outside.has(from)) return 'container';
  if (hardware.has(from) || (privileged && Array.isArray(value) && value.length > 0)) {
    return virtual || gathered.system.value?.virtual ? 'virtual-machine' : 'hardware-silent';
  }
  return lookedFor.has(from) ? 'none-found' : 'not-available';
}
