export function SearchBuilder(_: { box: unknown; reading: unknown; onClose: () => void }) {
  return null;
}
