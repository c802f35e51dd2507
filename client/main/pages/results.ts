import { swallowed } from '../../core/debug.ts';
import { isResultsUrl } from '../../core/product/product.ts';

/**
 * Address of the pages on which a product says what came of the program; `undefined`: none. In a build that is not packaged the
 * environment may name another, so that a site can be tried before it is published. What is no HTTPS address is none.
 * @param own the product's.
 */
export function resultsAddress(
  own: string | undefined,
  packaged: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const replacement = packaged ? undefined : environment['CANDOR_RESULTS_URL'];
  // An empty variable is none, as everywhere.
  const address = replacement || own;
  return address !== undefined && isResultsUrl(address) ? address : undefined;
}

/** Electron's shell, as far as it is used here. */
interface Shell {
  openExternal(url: string): Promise<void>;
}

/**
 * Opens that address in the person's browser: the one place where the app has something opened outside. What is opened is known
 * to main alone, so that no page can name another.
 * @returns whether the system took it; what its browser then does is not known.
 */
export async function openResults(shell: Shell, address: string): Promise<boolean> {
  try {
    await shell.openExternal(address);
    return true;
  } catch (error) {
    swallowed('window', 'open-results', error);
    return false;
  }
}
