/** What the app and the desktop read of package.json; the rest is about building it. */
const PACKED = [
  'name',
  'productName',
  'version',
  'description',
  'license',
  'author',
  'homepage',
  'desktopName',
  'type',
  'main',
];

/** The package.json inside the package: without dependencies, scripts and tools. */
export function packedManifest(manifest: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(PACKED.map((field) => [field, manifest[field]]));
}
