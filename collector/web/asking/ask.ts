/**
 * Why there are no figures. `without-storage`: the collector keeps what it receives, and makes no figures of it. `no-day`: no
 * day of the range has closed. `forbidden`: the role does not include it. `too-many`: it was asked too often. `refused`: the question is not understood, or has too
 * many filters; `message` says which.
 */
export type Failure =
  | {
      readonly kind:
        | 'unreachable'
        | 'starting'
        | 'logged-out'
        | 'without-storage'
        | 'no-day'
        | 'forbidden'
        | 'too-many';
    }
  | { readonly kind: 'refused'; readonly message: string };

/** Answers that were given, by address: back and forward show them at once. Those of closed days change once a day at most. */
const given = new Map<string, unknown>();
const MOST_GIVEN = 60;

/** The answer that was given last to an address, if it is still kept. */
export const answerGiven = (address: string): unknown => given.get(address);

/** Asks the collector. Rejects when the signal is aborted, and for nothing else. */
export async function ask(address: string, signal?: AbortSignal): Promise<{ readonly answer: unknown } | Failure> {
  let response: Response;
  try {
    response = await fetch(address, { ...(signal ? { signal } : {}), headers: { accept: 'application/json' } });
    if (!response.ok) return await failureOf(response);
    const answer: unknown = await response.json();
    given.delete(address);
    given.set(address, answer);
    const [oldest] = given.keys();
    if (given.size > MOST_GIVEN && oldest !== undefined) given.delete(oldest);
    return { answer };
  } catch (error) {
    if (signal?.aborted) throw error;
    return { kind: 'unreachable' };
  }
}

/**
 * Asks what is stored of one installation. Nothing of it is kept.
 * @param question an ID, a reason, and before which position.
 */
export const lookUp = <Found>(question: object) => askAbout<Found>('/v1/support/lookups', question);

/** Asks what takes more than an address says, and is on record. Nothing of the answer is kept. */
export async function askAbout<Found>(
  address: string,
  question: object,
): Promise<{ readonly answer: Found } | Failure> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify(question),
    });
    return response.ok ? { answer: (await response.json()) as Found } : await failureOf(response);
  } catch {
    return { kind: 'unreachable' };
  }
}

async function failureOf(response: Response): Promise<Failure> {
  switch (response.status) {
    case 401:
      return { kind: 'logged-out' };
    case 403:
      return { kind: 'forbidden' };
    case 404:
      return { kind: 'no-day' };
    case 501:
      return { kind: 'without-storage' };
    case 503:
      return { kind: 'starting' };
    case 429:
      return { kind: 'too-many' };
    case 400: {
      const { title } = (await response.json()) as { readonly title?: string };
      return { kind: 'refused', message: title ?? '' };
    }
    default:
      return { kind: 'unreachable' };
  }
}
