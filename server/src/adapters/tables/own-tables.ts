import contentTypes from '../../content-types';
import { internalModels } from '../../content-types/internal-models';

/** Names of all tables of the plugin: those of its content types and its internal models. */
export const OWN_TABLES: readonly string[] = [
  ...Object.values(contentTypes).map(({ schema }) => schema.collectionName),
  ...internalModels.map(({ tableName }) => tableName),
];
