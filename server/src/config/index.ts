import { parseConfig } from './parse';

/** What Strapi reads from a plugin. `default` is empty: Strapi would merge its arrays by index (see schema.ts). */
export default {
  default: {},
  /** Throws on the first look already; the content types are known, and checked, in `register` only. */
  validator(config: unknown): void {
    parseConfig(config);
  },
};
