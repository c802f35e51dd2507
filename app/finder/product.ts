import manifest from '../../package.json' with { type: 'json' };
import type { Product } from '../product.ts';

export const finder = {
  id: 'candor-finder',
  name: manifest.productName,
  version: manifest.version,
  collector: 'https://collector.candor.example',
  domain: 'io.candor.finder',
  registryKey: ['Candor', 'Finder'],
} as const satisfies Product;
