import type { Context } from '../../client/core/registry/registry.ts';

/** The context of an ordinary session. */
export const someContext: Context = {
  product: 'candor-finder',
  version: '1.0.0',
  runtime: '33.4.11',
  os: 'linux',
  osVersion: '12',
  distribution: 'debian',
  architecture: 'x64',
  processor: 'intel',
  cores: 8,
  memory: 16,
  display: 'full-hd',
  country: 'IT',
  language: 'en',
  packaged: 'yes',
};
