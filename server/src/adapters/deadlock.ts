import { setTimeout as sleep } from 'node:timers/promises';

/**
 * PostgreSQL: deadlock, serialization; MariaDB and MySQL: deadlock; SQLite: another process wrote since the transaction began
 * to read, for which it does not wait. The statement had no effect and may be repeated.
 */
const CODES: readonly unknown[] = [
  '40P01',
  '40001',
  'ER_LOCK_DEADLOCK',
  'SQLITE_BUSY',
  'SQLITE_BUSY_SNAPSHOT',
];
const TRIES = 5;
/** Milliseconds at most between two tries. */
const LONGEST_PAUSE = 30;

/** Repeats a statement that the database broke off because two of them waited for each other. */
export const patiently = async <T>(statement: () => PromiseLike<T>): Promise<T> => {
  for (let tried = 1; ; tried += 1) {
    try {
      return await statement();
    } catch (error) {
      if (tried === TRIES || !isDeadlock(error)) throw error;
      await sleep(Math.random() * LONGEST_PAUSE);
    }
  }
};

const isDeadlock = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && CODES.includes(error.code);

/** MySQL and MariaDB end the whole transaction with a deadlock, whatever savepoints it has. */
export const endsTransaction = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ER_LOCK_DEADLOCK';
