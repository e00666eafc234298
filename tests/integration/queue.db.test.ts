import { createQueue } from '../../server/src/adapters/queue';
import type { QueueHarness } from '../contract/queue-harness';
import { describeQueue } from '../contract/queue';
import { openDatabase, type OpenDatabase } from '../helpers/knex';
import { startStrapi } from '../helpers/strapi';

/** Nothing listens: no worker takes the jobs away. */
const make = async (): Promise<QueueHarness> => {
  const app = await startStrapi();
  const jobs = () => app.strapi.db.connection('linkbacks_jobs');
  const hosts = () => app.strapi.db.connection('linkbacks_hosts');
  const opened: OpenDatabase[] = [];
  return {
    queue: createQueue({ strapi: app.strapi, lease: 30 }),
    async another() {
      const database = openDatabase(app.strapi);
      opened.push(database);
      return createQueue({ strapi: database.strapi, lease: 30 });
    },
    async expireLeases() {
      await jobs().whereNotNull('token').update({ lease_until: 1 });
    },
    async endRests() {
      await hosts().update({ next_at: 1 });
    },
    async clear() {
      await jobs().del();
      await hosts().del();
    },
    async stop() {
      await Promise.all(opened.map((database) => database.close()));
      await app.stop();
    },
  };
};

describeQueue("in Strapi's database", make);
