import type { Product } from '../core/product/product.ts';
import { noWords } from '../core/product/words.ts';
import type { Group } from '../core/registry/declaration.ts';

/** Whose words a page's dialogs show. */
interface Own {
  readonly product: Pick<Product, 'id' | 'words'>;
  /** The product's event registry, unless it is made of its words. */
  readonly registry?: Readonly<Record<string, Group>> | undefined;
}

const nobody: Own = { product: { id: 'none', words: noWords } };
let own = nobody;

/** Says whose words this page's dialogs show; done once, when it joins the program. Apart from them, because they are large. */
export function setOwnProduct(product: Own['product'] = nobody.product, registry?: Own['registry']): void {
  own = { product, registry };
}

/** The product of this page. */
export function ownProduct(): Own {
  return own;
}
