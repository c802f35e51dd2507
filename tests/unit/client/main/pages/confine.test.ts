import { describe, expect, it } from 'vitest';
import { mayLoad, maySend } from '../../../../../client/main/pages/confine.ts';

const reach = { origin: 'app://example' };

describe('a request of a page', () => {
  it.each([
    ['app://example/index.html', 'mainFrame'],
    ['app://example/assets/page.js', 'script'],
    ['data:image/svg+xml,<svg/>', 'image'],
    ['devtools://devtools/bundled/devtools_app.html', 'mainFrame'],
  ] as const)('is let through to what the product brought along: %s', (url, resourceType) => {
    expect(mayLoad({ url, resourceType }, reach)).toBe(true);
  });

  it.each([
    ['https://candor.example/', 'mainFrame'],
    ['http://127.0.0.1:9/', 'xhr'],
    ['ws://127.0.0.1:9/', 'webSocket'],
    ['app://example.candor.example/', 'subFrame'],
    ['app://another/index.html', 'subFrame'],
    ['data:text/html,<script>1</script>', 'subFrame'],
    ['data:text/javascript,1', 'script'],
    ['blob:app://example/0b1c', 'subFrame'],
    ['file:///etc/hostname', 'xhr'],
    ['chrome://version/', 'mainFrame'],
    ['devtools://devtools/remote/serve_file/x.js', 'script'],
    ['devtools://devtools/bundled.candor.example/', 'mainFrame'],
    ['', 'other'],
  ] as const)('is refused otherwise: %s', (url, resourceType) => {
    expect(mayLoad({ url, resourceType }, reach)).toBe(false);
  });
});

describe('a page of a development build', () => {
  const developmentSocket = 'ws://127.0.0.1:5173/?token=secret';
  const loads = (url: string) => mayLoad({ url, resourceType: 'webSocket' }, { ...reach, developmentSocket });

  it('reaches the socket of its server, and nothing else of it', () => {
    expect(loads(developmentSocket)).toBe(true);
    expect(loads('ws://127.0.0.1:5173/?token=other')).toBe(false);
    expect(loads('http://127.0.0.1:5173/?token=secret')).toBe(false);
  });
});

describe("a request of the gate's session", () => {
  const collector = new URL('https://collector.example/candor');

  it('goes to the collector', () => {
    expect(maySend({ url: 'https://collector.example/candor/v1/batches' }, collector)).toBe(true);
  });

  it.each(['http://collector.example/', 'https://collector.example:8443/', 'https://example/', 'app://finder/', ''])(
    'goes to nobody else: %s',
    (url) => {
      expect(maySend({ url }, collector)).toBe(false);
    },
  );
});
