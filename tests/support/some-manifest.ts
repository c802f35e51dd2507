import type { Manifest } from '../../client/core/product/manifest.ts';

const said = (text: string) => ({ en: text, it: text });

/** Words of a product by their ids, with themselves as titles. */
export function someManifest({
  product = 'candor-example',
  revision = 1,
  commands = ['view.refresh'],
  ...change
}: Partial<Omit<Manifest, 'commands'>> & { readonly commands?: readonly string[] } = {}): Manifest {
  return {
    manifest: 1,
    product,
    name: 'Candor Example',
    revision,
    commands: commands.map((id) => ({ id, title: said(id) })),
    operations: [{ id: 'view.switch', title: said('Switch'), purpose: said('How long it takes.') }],
    counts: [],
    settings: [],
    logs: [],
    errorClasses: [],
    errorCodes: [],
    files: [],
    ...change,
  };
}
