import type { Product } from 'candor-client/core';
import manifest from '../../package.json' with { type: 'json' };

export const finder = {
  id: 'candor-finder',
  name: manifest.productName,
  version: manifest.version,
  collector: 'https://collector.candor.example',
  domain: 'io.candor.finder',
  registryKey: ['Candor', 'Finder'],
} as const satisfies Product;
