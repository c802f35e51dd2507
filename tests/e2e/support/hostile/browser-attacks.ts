import type { Attack } from './attack.ts';

/** What a browser does for a page. */
export const browserAttacks: readonly Attack[] = [
  {
    name: 'a sign-in with another site',
    seen: 'tcp',
    run: ({ tcp }) => {
      const provider = { configURL: `http://127.0.0.1:${tcp}/fedcm`, clientId: 'what the page knows' };
      navigator.credentials.get({ identity: { providers: [provider] } } as CredentialRequestOptions).catch(() => {});
      return inASecond();
    },
  },
  {
    name: 'a payment',
    run: ({ tcp }) => {
      const total = { label: 'x', amount: { currency: 'EUR', value: '1' } };
      const request = new PaymentRequest([{ supportedMethods: `http://127.0.0.1:${tcp}/pay` }], { total });
      request.canMakePayment().catch(() => {});
      request.show().catch(() => {});
      return inASecond();
    },
  },
  {
    name: 'a key for another site',
    run: () => {
      const publicKey = {
        challenge: new Uint8Array(8),
        rp: { name: 'x', id: 'webauthn.candor.example' },
        user: { id: new Uint8Array(8), name: 'x', displayName: 'x' },
        pubKeyCredParams: [{ type: 'public-key' as const, alg: -7 }],
      };
      navigator.credentials.create({ publicKey }).catch(() => {});
      return inASecond();
    },
  },
  {
    name: 'the place of this computer',
    run: () => {
      navigator.geolocation.getCurrentPosition(() => {});
      return inASecond();
    },
  },
  {
    name: 'speech that others recognise',
    run: () => {
      const recognition = new (
        globalThis as unknown as { webkitSpeechRecognition: new () => { start(): void } }
      ).webkitSpeechRecognition();
      recognition.start();
      return inASecond();
    },
  },
  {
    name: 'a screen elsewhere',
    run: ({ tcp }) => {
      const { PresentationRequest } = globalThis as unknown as {
        PresentationRequest: new (urls: string[]) => { getAvailability(): Promise<unknown> };
      };
      new PresentationRequest([`http://127.0.0.1:${tcp}/screen`]).getAvailability().catch(() => {});
      return inASecond();
    },
  },
  {
    name: 'words to spell',
    run: () => {
      const field = add('textarea', { spellcheck: 'true', lang: 'en' }) as HTMLTextAreaElement;
      field.value = 'wat teh paeg knwos';
      field.focus();
      return inASecond();
    },
  },
];

/** Ways out of the page, each by itself: where one works the page is gone. */
export const leavingAttacks: readonly Attack[] = [
  {
    name: 'another window',
    seen: 'tcp',
    run: ({ tcp }) => {
      open(`http://127.0.0.1:${tcp}/window`);
      const blank = open('about:blank');
      blank?.fetch(`http://127.0.0.1:${tcp}/blank`).catch(() => {});
      return inASecond();
    },
  },
  {
    name: 'a mail',
    run: () => {
      location.href = 'mailto:somebody@candor.example?subject=what%20the%20page%20knows';
      return inASecond();
    },
  },
  {
    name: 'a ping',
    seen: 'tcp',
    run: ({ tcp }) => {
      add('a', { href: '#there', ping: `http://127.0.0.1:${tcp}/ping` }).click();
      return inASecond();
    },
  },
  {
    name: 'a download',
    seen: 'tcp',
    run: ({ tcp }) => {
      add('a', { href: `http://127.0.0.1:${tcp}/download`, download: 'x' }).click();
      return inASecond();
    },
  },
  {
    name: 'a form',
    seen: 'tcp',
    run: ({ tcp }) => {
      const form = add('form', { action: `http://127.0.0.1:${tcp}/form`, method: 'post' }) as HTMLFormElement;
      form.submit();
      return inASecond();
    },
  },
  {
    name: 'a refresh',
    seen: 'tcp',
    run: ({ tcp }) => {
      add('meta', { 'http-equiv': 'refresh', content: `0;url=http://127.0.0.1:${tcp}/refresh` });
      return inASecond();
    },
  },
  {
    name: 'another page',
    seen: 'tcp',
    run: ({ tcp }) => {
      location.href = `http://127.0.0.1:${tcp}/page`;
      return inASecond();
    },
  },
];
