import type { Core } from '@strapi/strapi';
import { SECRET_TABLE, SECRET_UID } from '../constants';

/** Secrets of this database, by what they are for: in a table of their own, which exports do not carry. */
export interface Secrets {
  /** Those of these names that there are; as part of the open transaction, if there is one. */
  read(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** These in place of all whose names begin so; as part of the open transaction. */
  replace(prefix: string, secrets: ReadonlyMap<string, string>): Promise<void>;
  /** Writes a secret that is not there yet; of several processes at once the first one does. */
  keep(name: string, value: string): Promise<void>;
}

interface SecretRow {
  readonly name: string;
  readonly value: string;
}

export const createSecrets = ({ strapi }: { strapi: Core.Strapi }): Secrets => {
  const rows = () => strapi.db.query(SECRET_UID as never);
  return {
    async read(names) {
      if (names.length === 0) return new Map();
      const found: SecretRow[] = await rows().findMany({ where: { name: { $in: [...names] } } });
      return new Map(found.map(({ name, value }) => [name, value]));
    },

    async replace(prefix, secrets) {
      await rows().deleteMany({ where: { name: { $startsWith: prefix } } });
      for (const [name, value] of secrets) await rows().create({ data: { name, value } });
    },

    async keep(name, value) {
      await strapi.db.getConnection(SECRET_TABLE).insert({ name, value }).onConflict('name').ignore();
    },
  };
};
