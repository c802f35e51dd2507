import path from 'node:path';
import type { ProductId } from '../../app/product.ts';

/** Consent and identity of one product in a profile, which several products may share. */
export const participationFolder = (profile: string, product: ProductId) =>
  path.join(profile, 'participation', product);

/** Everything else that the program keeps for it; it exists only under a Yes. */
export const programFolder = (profile: string, product: ProductId) => path.join(profile, 'program', product);
