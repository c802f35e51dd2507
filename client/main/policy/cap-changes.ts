import type { Level } from '../../core/consent/levels.ts';
import type { ManagedPolicy } from './managed-policy.ts';

/** What a policy allows at most. */
type Cap = Level | 'none';

/**
 * Tells an administrator's changes apart from others: asked after each change of the policy, it gives the cap when that
 * is another one. The first that becomes known is none.
 */
export function capChanges(policy: Pick<ManagedPolicy, 'allowed' | 'isKnown'>): () => Cap | undefined {
  const cap = (): Cap | undefined => (policy.isKnown ? (policy.allowed ?? 'none') : undefined);
  let last = cap();
  return () => {
    const before = last;
    last = cap();
    return before === undefined || before === last ? undefined : last;
  };
}
