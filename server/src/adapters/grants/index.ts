import { AsyncResource } from 'node:async_hooks';
import type { Core } from '@strapi/strapi';
import { GRANT_UID } from '../../constants';
import { logLine } from '../../log-line';
import { withLock } from '../lock';
import { giveAgain, permissionModels, readGrants, type Grant } from './permissions';

/**
 * Keeps the permissions that roles and tokens have for the plugin: a Strapi that starts without it deletes them, since it no
 * longer knows their actions. The copy lies in a table that exports and transfers do not carry to other roles.
 */
export interface Grants {
  /** Copies the permissions as they are now, and again soon after each change. Never throws. */
  watch(): Promise<void>;
  /** Gives again what the last copy holds. Never throws. */
  restore(): Promise<void>;
  /** Copies what changed last, before the process ends. Never throws. */
  close(): Promise<void>;
}

/** Milliseconds after a change: saving a role changes many permissions one by one. */
const DELAY = 500;

export const createGrants = ({ strapi }: { strapi: Core.Strapi }): Grants => {
  const rows = () => strapi.db.query(GRANT_UID as never);
  let timer: NodeJS.Timeout | null = null;
  let copying: Promise<void> = Promise.resolve();

  const read = async (): Promise<string[]> => {
    const copies: { permission: string }[] = await rows().findMany({ orderBy: { id: 'asc' } });
    return copies.map(({ permission }) => permission);
  };

  const copy = (): Promise<void> =>
    attempt(strapi, 'could not copy its permissions', async () => {
      const isSame = async (): Promise<boolean> => (await read()).join('\n') === (await present()).join('\n');
      if (await isSame()) return;
      await withLock(strapi, 'grants', async () => {
        await rows().deleteMany({ where: {} });
        for (const permission of await present()) await rows().create({ data: { permission } });
      });
    });
  const present = async (): Promise<string[]> =>
    (await readGrants(strapi)).map((grant) => JSON.stringify(grant));

  // Not in the context of whoever changed a permission: its transaction is over by then.
  const copyLater = AsyncResource.bind(() => {
    timer ??= setTimeout(() => {
      timer = null;
      copying = copy();
    }, DELAY).unref();
  });

  return {
    async watch() {
      await copy();
      const changed = (): void => void copyLater();
      strapi.db.lifecycles.subscribe({
        models: permissionModels(strapi).map(({ uid }) => uid),
        afterCreate: changed,
        afterCreateMany: changed,
        afterUpdate: changed,
        afterUpdateMany: changed,
        afterDelete: changed,
        afterDeleteMany: changed,
      });
    },

    restore: () =>
      attempt(strapi, 'could not give its permissions again', async () => {
        for (const permission of await read()) await giveAgain(strapi, JSON.parse(permission) as Grant);
      }),

    async close() {
      await copying;
      if (timer === null) return;
      clearTimeout(timer);
      timer = null;
      await copy();
    },
  };
};

const attempt = async (strapi: Core.Strapi, failure: string, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    strapi.log.error(logLine(`the plugin ${failure}: ${String(error)}`));
  }
};
