import path from 'node:path';
import type { Product } from '../../core/product/product.ts';

/** Where a computer's policy stands. */
export type PolicyPlace =
  | PolicyFilePlace
  /** The registry of Windows: the folder of its tools, and the key below that of all policies. */
  | { readonly kind: 'registry'; readonly system: string; readonly key: readonly string[] }
  /** Files that a device management writes on macOS. */
  | { readonly kind: 'managed-preferences'; readonly files: readonly string[] };

export interface PolicyFilePlace {
  readonly kind: 'file';
  readonly file: string;
  /** User id of those who may set a policy: root, 0. */
  readonly owner: number;
}

interface Computer {
  /** Whose policy. */
  readonly product: Pick<Product, 'id' | 'domain' | 'registryKey'>;
  readonly platform: string;
  readonly packaged: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Id of the user who runs the app; -1 on Windows. */
  readonly userId: number;
  /** Their name; asked on macOS alone, because elsewhere a user may have none. */
  readonly userName: () => string;
}

/**
 * Where to look for the policy. In a build that is not packaged, `CANDOR_POLICY_FILE` names a file instead, for tests; it
 * may belong to whoever runs them.
 */
export function policyPlace({ product, platform, packaged, environment, userId, userName }: Computer): PolicyPlace {
  const replacement = packaged ? undefined : environment['CANDOR_POLICY_FILE'];
  if (replacement) return { kind: 'file', file: path.resolve(replacement), owner: userId };
  if (platform === 'win32') {
    return {
      kind: 'registry',
      system: `${environment['SystemRoot'] ?? 'C:\\Windows'}\\System32`,
      key: product.registryKey,
    };
  }
  if (platform === 'darwin') {
    const folder = '/Library/Managed Preferences';
    const name = `${product.domain}.plist`;
    return { kind: 'managed-preferences', files: [`${folder}/${name}`, `${folder}/${userName()}/${name}`] };
  }
  return { kind: 'file', file: `/etc/${product.id}/policy.json`, owner: 0 };
}
