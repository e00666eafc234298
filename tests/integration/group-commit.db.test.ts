import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGroupCommit, type GroupCommit } from '../../server/src/adapters/group-commit';
import { startStrapi, type TestApp } from '../helpers/strapi';

let app: TestApp;
let commit: GroupCommit;

/** A table of the plugin's that nothing else writes to here: nothing listens. */
const TABLE = 'linkbacks_tombstones';
const marks = async (): Promise<string[]> =>
  (await app.strapi.db.connection(TABLE).select('mark').orderBy('id')).map(
    ({ mark }: { mark: string }) => mark
  );
const insert = (mark: string) =>
  commit(async (trx) => {
    await app.strapi.db.connection(TABLE).insert({ mark }).transacting(trx);
    return mark;
  });

beforeAll(async () => {
  app = await startStrapi();
  commit = createGroupCommit({ strapi: app.strapi });
});
afterAll(() => app.stop());
beforeEach(() => app.strapi.db.connection(TABLE).del());

describe('work that is committed together', () => {
  it('is answered each with its own result, once it is there', async () => {
    const names = Array.from({ length: 250 }, (_, index) => `mark-${index}`);
    expect(await Promise.all(names.map(insert))).toEqual(names);
    expect(await marks()).toEqual(names);
  });

  it('takes fewer transactions than there are pieces', async () => {
    let begun = 0;
    const count = ({ sql }: { sql: string }) => {
      if (/^(BEGIN|START TRANSACTION)/i.test(sql)) begun += 1;
    };
    app.strapi.db.connection.on('query', count);
    await Promise.all(Array.from({ length: 50 }, (_, index) => insert(`few-${index}`)));
    app.strapi.db.connection.removeListener('query', count);
    expect(begun).toBe(1);
  });

  it('fails alone: what failed is told, and the others stand', async () => {
    await insert('twice');
    const outcomes = await Promise.allSettled([insert('a'), insert('twice'), insert('b')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await marks()).sort()).toEqual(['a', 'b', 'twice']);
  });

  it('joins what goes through Strapi’s own queries', async () => {
    const failing = commit(async () => {
      await app.strapi.db.query('linkbacks::tombstone').create({ data: { mark: 'rolled back' } });
      throw new Error('not this one');
    });
    await expect(failing).rejects.toThrow('not this one');
    expect(await marks()).toEqual([]);
  });
});
