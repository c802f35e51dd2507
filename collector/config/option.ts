import { z } from 'zod';

/**
 * How one thing is set: once here, for the command line (`--tls-cert`), the environment (`CANDOR_COLLECTOR_TLS_CERT`),
 * the configuration file (`tls-cert: …`), the help and the documentation.
 */
export interface OptionSpec<T = unknown> {
  /** What stands for the value in the help, "FOLDER"; an option without it is a switch. */
  readonly placeholder?: string;
  /** Reads the text of a value; its error says what the value must be: "must be a whole number from 1". */
  readonly value: z.ZodType<T, string>;
  /** As it would be written; without one the setting is `undefined`. */
  readonly default?: string;
  /** What is said in place of the default, "any free port". */
  readonly unlessGiven?: string;
  readonly isRequired?: true;
  /** The value stands in no message. */
  readonly isSecret?: true;
  /** Belongs to one call and is no configuration: it is taken from the command line alone. */
  readonly isOfCall?: true;
  /** What it does, for whoever runs a collector; a sentence without its full stop. */
  readonly help: string;
}

type Words = Omit<OptionSpec, 'value' | 'default' | 'isRequired'>;
/** What an option with a default, or that is required, always has. */
type Always<T> = OptionSpec<T>;
type Perhaps<T> = OptionSpec<T | undefined>;

const ENVIRONMENT = 'CANDOR_COLLECTOR_';

/** "tls-cert" → "CANDOR_COLLECTOR_TLS_CERT". */
export function environmentName(name: string): string {
  return ENVIRONMENT + name.toUpperCase().replaceAll('-', '_');
}

/** Any text but none. */
const someText = z.string().min(1, { error: 'must not be empty' });

/** A text that is always there. */
export function text(words: Words & { readonly default: string }): Always<string>;
export function text(words: Words & { readonly isRequired: true }): Always<string>;
export function text(words: Words): Perhaps<string>;
export function text(words: Words): OptionSpec<string> {
  return { ...words, value: someText };
}

/** A whole number within bounds. */
export function whole(words: Words & { readonly default: string }, least: number, most?: number): Always<number>;
export function whole(words: Words, least: number, most?: number): Perhaps<number>;
export function whole(words: Words, least: number, most = Number.MAX_SAFE_INTEGER): OptionSpec<number> {
  const bounds = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
  const error = `must be a whole number ${bounds}`;
  const value = z
    .string()
    .regex(/^\d{1,16}$/, { error })
    .transform(Number)
    .refine((number) => number >= least && number <= most, { error });
  return { ...words, value };
}

/** One of a few words. */
export function choice<const W extends string>(
  words: Words & { readonly default: NoInfer<W> },
  ...choices: readonly W[]
): Always<W> {
  const error = `must be ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
  return { placeholder: choices.join('|'), ...words, value: z.enum(choices, { error }) as z.ZodType<W, string> };
}

const TRUE = ['true', 'yes', 'on', '1'];
const FALSE = ['false', 'no', 'off', '0'];

/** Something that is so or not; not, unless it is said. `--no-NAME` says no. */
export function flag(words: Omit<Words, 'placeholder'>): Always<boolean> {
  const value = z
    .string()
    .refine((said) => [...TRUE, ...FALSE].includes(said.toLowerCase()), { error: 'must be true or false' })
    .transform((said) => TRUE.includes(said.toLowerCase()));
  return { ...words, value, default: 'false', unlessGiven: 'not' };
}

/** An address of the web, without credentials in it. */
export function webAddress(words: Words, ...protocols: readonly string[]): Perhaps<string> {
  const error = `must be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`;
  const value = someText.refine((said) => URL.canParse(said) && protocols.includes(new URL(said).protocol), { error });
  return { placeholder: 'URL', ...words, value };
}

/** The names that this computer always has for itself, as addresses have them. */
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** An address that something is sent to: over TLS or on this computer, and without credentials, which messages would tell. */
export function receiver(words: Words): Perhaps<string> {
  const error = 'must be an address that begins with https://, or http:// on this computer, without a password in it';
  const value = someText.refine(
    (said) => {
      if (!URL.canParse(said)) return false;
      const { protocol, hostname, username, password } = new URL(said);
      if (username !== '' || password !== '') return false;
      return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
    },
    { error },
  );
  return { placeholder: 'URL', ...words, value };
}

/** An address of the web with places in it, "{class}", that are filled in later: behind its host, which is always the same. */
export function template(words: Words, names: readonly string[]): Perhaps<string> {
  const places = names.map((name) => `{${name}}`);
  const error = `must be an address that begins with https://, without a password in it, in which ${places.join(', ')} stand behind the host`;
  const filled = (said: string, with_: string) => places.reduce((all, place) => all.replaceAll(place, with_), said);
  const value = someText.refine(
    (said) => {
      const [one, other] = [filled(said, 'a'), filled(said, 'b')];
      if (/[{}]/.test(one) || !URL.canParse(one) || !URL.canParse(other)) return false;
      const { protocol, username, password, origin } = new URL(one);
      return protocol === 'https:' && username === '' && password === '' && origin === new URL(other).origin;
    },
    { error },
  );
  return { placeholder: 'URL', ...words, value };
}

/** Several texts of a form, with commas between them; none unless it is said. */
export function list(words: Words, form: RegExp, error: string): Always<readonly string[]> {
  const value = z
    .string()
    .transform((said) => said.split(',').map((one) => one.trim()))
    .refine((all) => all.every((one) => form.test(one)), { error })
    .or(z.literal('').transform((): string[] => []));
  return { ...words, value, default: '' };
}

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A time from now, "90d", "12h" or "30m", in milliseconds. */
export function duration(words: Words): Perhaps<number> {
  const value = z
    .string()
    .regex(/^[1-9]\d{0,4}[mhd]$/, { error: 'must be a time such as 90d, 12h or 30m' })
    .transform((said) => Number.parseInt(said, 10) * UNIT_MS[said.slice(-1) as keyof typeof UNIT_MS]);
  return { ...words, value };
}

/** Headers of HTTP, "authorization=Bearer x,x-tenant=y", as OTEL_EXPORTER_OTLP_HEADERS has them. */
export function headers(words: Words): Perhaps<Readonly<Record<string, string>>> {
  const error = 'must be headers such as authorization=Bearer x, with commas between them';
  const value = z
    .string()
    .regex(/^[\w-]+=[^,\r\n]+(?:,[\w-]+=[^,\r\n]+)*$/, { error })
    .transform((said) =>
      Object.fromEntries(
        said.split(',').map((one) => [one.slice(0, one.indexOf('=')).toLowerCase(), one.slice(one.indexOf('=') + 1)]),
      ),
    );
  return { ...words, value };
}
