import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Core } from '@strapi/strapi';

export type Database = Core.Strapi['db'];

/** A project's database, opened without booting the project. */
export interface Project {
  readonly db: Database;
  close(): Promise<void>;
}

interface StrapiPackage {
  compileStrapi(): Promise<{ appDir: string; distDir: string }>;
  createStrapi(options: { appDir: string; distDir: string }): Core.Strapi;
}

/**
 * Opens the database that the Strapi project in the working directory configures. Only the configuration is read: no plugin
 * is registered, nothing is bootstrapped and no table is synchronised, so a wrong plugin configuration does not matter.
 *
 * @throws when there is no Strapi in that folder or its database cannot be reached
 */
export const openProject = async (): Promise<Project> => {
  const { compileStrapi, createStrapi } = requireStrapi();
  const { db } = createStrapi(await compileStrapi());
  try {
    await db.init({ models: [] });
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return { db, close: () => db.destroy() };
};

/** The project's own Strapi: another copy would read another configuration. */
const requireStrapi = (): StrapiPackage => {
  const require = createRequire(join(process.cwd(), 'package.json'));
  try {
    require.resolve('@strapi/strapi');
  } catch {
    throw new Error('There is no Strapi here. Run this in the folder of your Strapi project.');
  }
  return require('@strapi/strapi') as StrapiPackage;
};
