import { createFakeBridge } from './fake-bridge.ts';

/** `?options={"platform":"macos"}` makes the page another one. */
const given = new URLSearchParams(location.search).get('options');
Object.defineProperty(window, 'candor', {
  value: createFakeBridge(given ? JSON.parse(given) : {}),
});
await import('../../../renderer/main.tsx');
