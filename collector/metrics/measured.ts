import type { UserData } from '../erasure/user-data.ts';
import type { Acceptance, Intake } from '../intake/intake.ts';
import type { Storage } from '../storage/storage.ts';
import type { Metrics } from './metrics.ts';

/** Those who do the work know nothing of metrics: each is wrapped here in something that counts what it answers. */

/** An intake whose decisions are counted. */
export function measuredIntake(intake: Pick<Intake, 'accept'>, metrics: Metrics): Pick<Intake, 'accept'> {
  return {
    async accept(body, admits) {
      const end = metrics.receipts.startTimer();
      const acceptance = await intake.accept(body, admits);
      end();
      metrics.uploadBytes.inc(body.length);
      metrics.uploads.inc({ answer: answerOf(acceptance) });
      return acceptance;
    },
  };
}

function answerOf(acceptance: Acceptance): string {
  return acceptance.status === 'settled' ? acceptance.receipt.status : acceptance.status;
}

/** User data whose answers are counted. */
export function measuredUserData(userData: Pick<UserData, 'find'>, metrics: Metrics): Pick<UserData, 'find'> {
  const counted = async <T>(request: 'fetch' | 'erase', asked: Promise<T | undefined>): Promise<T | undefined> => {
    try {
      const answer = await asked;
      metrics.userData.inc({ request, outcome: answer === undefined ? 'nothing-held' : 'done' });
      return answer;
    } catch (error) {
      metrics.userData.inc({ request, outcome: 'failed' });
      throw error;
    }
  };
  return {
    async find(...asked) {
      const held = await userData.find(...asked).catch((error: unknown) => {
        metrics.userData.inc({ request: 'find', outcome: 'failed' });
        throw error;
      });
      metrics.userData.inc({ request: 'find', outcome: held ? 'done' : 'nothing-held' });
      return (
        held && {
          page: (after, signal) => counted('fetch', held.page(after, signal)),
          erase: () => counted('erase', held.erase()),
        }
      );
    },
  };
}

const TIMED: readonly PropertyKey[] = ['insert', 'query', 'run'] satisfies (keyof Storage)[];

/** A storage whose requests are timed; it has whatever else the storage has. */
export function measuredStorage<S extends Storage>(storage: S, metrics: Metrics): S {
  return new Proxy(storage, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (!TIMED.includes(name)) return value.bind(target);
      return async (...args: unknown[]) => {
        const operation = String(name);
        const end = metrics.storage.startTimer({ operation });
        try {
          return await value.apply(target, args);
        } catch (error) {
          metrics.storageFailures.inc({ operation });
          throw error;
        } finally {
          end();
        }
      };
    },
  });
}
