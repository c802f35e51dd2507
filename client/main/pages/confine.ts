import { app, type OnBeforeRequestListenerDetails, type Session, session } from 'electron';
import { debug } from '../../core/debug.ts';
import type { Timers } from '../../node/platform.ts';
import type { EgressRequest, Transport } from '../upload/egress-gate.ts';

/**
 * Holds pages to what they are for, whatever script runs in them: nothing of theirs reaches a network, and every byte
 * that leaves goes through the gate's own session. Several layers, because none of them covers all: requests are
 * cancelled here; what is no request (WebTransport, TURN over TCP, FedCM) meets a proxy that leads nowhere; UDP is
 * forbidden to WebRTC; and names are looked up only while the gate lets a request out.
 */

/** What a page's session may reach. */
export interface Reach {
  /** Origin of the product's pages. */
  readonly origin: string;
  /** Address of the development server's socket; a production build knows none. */
  readonly developmentSocket?: string | undefined;
}

/**
 * Where everything of a page's session is sent that is no request: a port of this computer that only its administrator
 * could listen on. Loopback is included, to which a proxy does not apply otherwise.
 */
const NOWHERE = { mode: 'fixed_servers', proxyRules: 'socks5://127.0.0.1:1', proxyBypassRules: '<-loopback>' } as const;

/** Names are asked for at these servers alone, and there are none. One that nobody serves would be tried now and then. */
const NO_NAMES = {
  enableBuiltInResolver: true,
  secureDnsMode: 'secure',
  secureDnsServers: [],
} satisfies Electron.ConfigureHostResolverOptions;

/** As Electron has it from the start. */
const USUAL_NAMES: Electron.ConfigureHostResolverOptions = {};

const NETWORK_PROCESS = 'network.mojom.NetworkService';

/** While the network process starts again it is looked after this often, in milliseconds. */
const LOOK_AGAIN_MS = 20;

/** The developer tools' own files, which are part of Electron. What else they load comes from the internet. */
const DEVTOOLS = 'devtools://devtools/bundled/';

/**
 * Whether a request of a page is let through: its own files, and pictures that it brings along. The only place that
 * lets anything through; other frames, `blob:` and `file:` are none of it.
 */
export function mayLoad(
  { url, resourceType }: Pick<OnBeforeRequestListenerDetails, 'url' | 'resourceType'>,
  { origin, developmentSocket }: Reach,
): boolean {
  if (url.startsWith(`${origin}/`) || url.startsWith(DEVTOOLS) || url === developmentSocket) return true;
  return url.startsWith('data:') && resourceType === 'image';
}

/** Whether a request of the gate's session goes where it must: to the collector, as it is at this moment. */
export function maySend({ url }: Pick<OnBeforeRequestListenerDetails, 'url'>, collector: URL): boolean {
  return URL.canParse(url) && new URL(url).origin === collector.origin;
}

/** To be called before Electron is ready, because it is said on the command line of Chromium's processes. */
export function confineProcess(): void {
  // A link to a name must not have that name looked up.
  app.commandLine.appendSwitch('blink-settings', 'dnsPrefetchingEnabled=false');
  // WebRTC would join the local network's multicast group for names, to hide addresses that it is not given anyway.
  const others = app.commandLine.getSwitchValue('disable-features');
  app.commandLine.appendSwitch('disable-features', [others, 'WebRtcHideLocalIpsWithMdns'].filter(Boolean).join());
}

/** What is left open, for the gate alone. */
export interface Confinement {
  /** The session of the gate for requests of a purpose; made at the first call. */
  readonly egress: (purpose: EgressRequest['purpose']) => Session;
  /** Lets names be looked up while `transport` has a request under way, and not a moment longer. */
  readonly withNames: (transport: Transport) => Transport;
}

/**
 * Confines every session and page of the app, those that are made later too. To be called once, when Electron is ready
 * and no window is made yet.
 * @param collector the address as it is now; a policy may change it.
 */
export function confine(reach: Reach, collector: () => URL, timers: Timers): Confinement {
  let opening = false;
  app.on('session-created', (made) => (opening ? confineEgress(made, collector) : confineSession(made, reach)));
  confineSession(session.defaultSession, reach);
  confineContents(reach.origin);
  return {
    egress: (purpose) => {
      // Sessions are told about while they are made.
      opening = true;
      try {
        return session.fromPartition(purpose === 'suggestions' ? 'suggestions' : 'egress', { cache: false });
      } finally {
        opening = false;
      }
    },
    withNames: confineNames(timers),
  };
}

function confineSession(pages: Session, reach: Reach): void {
  denyEverything(pages);
  const { developmentSocket } = reach;
  const beside = developmentSocket ? [new URL(developmentSocket).host] : [];
  void pages.setProxy({ ...NOWHERE, proxyBypassRules: [NOWHERE.proxyBypassRules, ...beside].join() });
  pages.webRequest.onBeforeRequest((details, answer) => {
    const cancel = !mayLoad(details, reach);
    if (cancel) debug('window', 'request-refused', { type: details.resourceType });
    answer({ cancel });
  });
}

function confineEgress(egress: Session, collector: () => URL): void {
  denyEverything(egress);
  egress.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !maySend(details, collector()) }));
}

function denyEverything(denied: Session): void {
  denied.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  denied.setPermissionCheckHandler(() => false);
  denied.setDevicePermissionHandler(() => false);
  denied.on('will-download', (event) => event.preventDefault());
  // Even without spell checking Chromium looks up a dictionary host unless it has no language to check.
  denied.setSpellCheckerLanguages([]);
}

/** No navigation away, no new window, no embedded page, no datagram. */
function confineContents(origin: string): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => {
      // A page that has failed loads itself again.
      const again = event.url === contents.getURL() && event.url.startsWith(`${origin}/`);
      if (!again) event.preventDefault();
    });
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

/** Hosts are resolved in one place for all sessions, so it is shut but for the gate's requests. */
function confineNames(timers: Timers): Confinement['withNames'] {
  let underWay = 0;
  const apply = () => app.configureHostResolver(underWay > 0 ? USUAL_NAMES : NO_NAMES);
  apply();
  /** A network process that is started again knows nothing of it, and one that has just ended takes no message. */
  const applyAgain = () => {
    const runs = app.getAppMetrics().some(({ serviceName }) => serviceName === NETWORK_PROCESS);
    apply();
    if (!runs) timers.after(LOOK_AGAIN_MS, applyAgain);
  };
  app.on('child-process-gone', (_event, { serviceName }) => {
    if (serviceName === NETWORK_PROCESS) applyAgain();
  });
  return (transport) => async (request, signal) => {
    underWay++;
    if (underWay === 1) apply();
    try {
      return await transport(request, signal);
    } finally {
      underWay--;
      if (underWay === 0) apply();
    }
  };
}
