import type { Connection, Port } from '../../app/finder/socket.ts';
import type { Observation } from '../store/observation.ts';

/**
 * An observation without programs that are left out of the history, whose bytes must not come to the disk. What is left are
 * the same objects. @param excluded their names, in any case of letters
 */
export function withoutPrograms(observation: Observation, excluded: readonly string[]): Observation {
  if (excluded.length === 0) return observation;
  const names = new Set(excluded.map((name) => name.toLowerCase()));
  const isNamed = (name: string) => !names.has(name.toLowerCase());
  const ofNamed = ({ program }: Port | Connection) => program === null || isNamed(program);
  const { processes, ports, connections, units } = observation;
  return {
    ...observation,
    processes: processes?.filter(({ name }) => isNamed(name)) ?? null,
    ...(ports && { ports: ports.filter(ofNamed) }),
    ...(connections && { connections: connections.filter(ofNamed) }),
    ...(units && { units: units.filter(({ name }) => isNamed(name)) }),
  };
}
