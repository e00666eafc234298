import type { Knex } from 'knex';

/**
 * Does `work` as the very last of an open transaction, when everything else in it has come to its end. Bulk actions
 * publish many entries side by side in one transaction: a savepoint that is rolled back among them would take along
 * what the others wrote meanwhile, and on PostgreSQL a failing statement fails theirs.
 *
 * @param work what throws here fails the commit; gives what is to be done when the commit went well
 */
export const beforeCommit = (trx: Knex.Transaction, work: () => Promise<() => void>): void => {
  const commit = trx.commit.bind(trx);
  const commitWithWork = async (value?: unknown): Promise<unknown> => {
    trx.commit = commit;
    const committed = await work();
    const answer: unknown = await commit(value);
    committed();
    return answer;
  };
  Object.assign(trx, { commit: commitWithWork });
};
