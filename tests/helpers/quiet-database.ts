import { setTimeout as sleep } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';

/** Knex' pool, as far as we look at it. */
interface Pool {
  numUsed(): number;
  numPendingAcquires(): number;
}

/** Looks, ten milliseconds apart, that must find nobody. */
const LOOKS = 5;
const EVERY = 10;
/** Milliseconds after which the database is closed all the same. */
const PATIENCE = 10_000;

/**
 * Lets a Strapi that ends close its database only when nobody asks it anything any more. Strapi reads each entry that was
 * written once more for its events, and waits for that nowhere (document-service/events): closed meanwhile, the
 * database breaks that off, and nobody catches it.
 */
export const closeWhenQuiet = (strapi: Core.Strapi): void => {
  const { db } = strapi;
  const destroy = db.destroy.bind(db);
  db.destroy = async () => {
    await quiet(db);
    await destroy();
  };
};

const quiet = async ({ connection }: Core.Strapi['db']): Promise<void> => {
  const end = Date.now() + PATIENCE;
  for (let looks = 0; looks < LOOKS && Date.now() < end;) {
    // Gone when it was closed already, not there yet when the boot was stopped early.
    const pool = connection?.client.pool as Pool | undefined;
    if (!pool) return;
    looks = pool.numUsed() + pool.numPendingAcquires() === 0 ? looks + 1 : 0;
    await sleep(EVERY);
  }
};
