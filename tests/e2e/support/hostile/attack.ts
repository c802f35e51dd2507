/** Where the test listens, on loopback. */
export interface Targets {
  readonly udp: number;
  readonly tcp: number;
}

export interface Attack {
  readonly name: string;
  /**
   * What shows that it works where nothing is confined, which the control sees: bytes or a connection at the test's own
   * listener, or a name that is asked for. Missing: this runtime refuses it anyway, or wants a person's gesture.
   */
  readonly seen?: 'udp' | 'tcp' | 'name';
  /** Runs in the page, so it may use nothing from outside but {@link arm}'s. Resolves when it has had its time. */
  readonly run: (to: Targets) => unknown;
}

declare global {
  /** Opens a peer connection and gathers candidates for a second. */
  var peer: (servers: RTCIceServer[], description?: (fingerprint: string) => string) => Promise<string>;
  var add: (tag: string, attributes: Record<string, string>) => HTMLElement;
  var inASecond: (answer?: string) => Promise<string>;
}

/** Gives a page the tools of the attacks. */
export function arm(): void {
  globalThis.inASecond = (answer = 'done') => new Promise((resolve) => setTimeout(resolve, 1000, answer));
  globalThis.add = (tag, attributes) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    document.body.append(element);
    return element;
  };
  globalThis.peer = async (iceServers, description) => {
    const connection = new RTCPeerConnection({ iceServers });
    connection.createDataChannel('x');
    await connection.setLocalDescription(await connection.createOffer());
    if (description) {
      const sdp = description(new Array(32).fill('AA').join(':'));
      await connection.setRemoteDescription({ type: 'answer', sdp });
    }
    return await inASecond(connection.iceConnectionState);
  };
}
