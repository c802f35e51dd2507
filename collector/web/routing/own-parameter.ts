import { useDashboard } from '../asking/dashboard-context.ts';
import { goTo, useAddress } from './address.ts';
import { addressOf, ownParametersOf } from './scope.ts';

/**
 * What a page has chosen beside its filters. It stands in the address as they do, so that a link and other filters leave it as it is.
 * @returns what is chosen, empty when nothing is, and what chooses another.
 */
export function useOwnParameter(name: string): readonly [chosen: string, choose: (value: string) => void] {
  const { scope } = useDashboard();
  const { path, search } = useAddress();
  const own = ownParametersOf(search);
  return [own[name] ?? '', (value) => goTo(addressOf(path, scope, { ...own, [name]: value }))];
}
