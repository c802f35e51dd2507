import { createHmac } from 'node:crypto';

/** A mark that ties an installation to its machine without telling which machine that is. */
export function cloneMark(machineId: string, installation: string): string {
  return createHmac('sha256', installation).update(machineId).digest('hex');
}
