import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** One Strapi a process, and no more than two of them: each takes a core while it boots. */
const strapiProject = { pool: 'forks', isolate: true, maxWorkers: 2, retry: 0 } as const;
const MINUTE = 60_000;
/**
 * Time limits only end what hangs: what is to be quick is proved otherwise, and a machine may be slow. `expect.poll` asks
 * until it is so; vitest would have it within a second.
 */
const patient = (minutes: number) =>
  ({
    testTimeout: minutes * MINUTE,
    hookTimeout: Math.max(10, minutes) * MINUTE,
    expect: { poll: { timeout: MINUTE } },
  }) as const;
const IDLE_TALK = [
  // knex, each time that Strapi synchronises a table on MariaDB inside a transaction
  'do not mix transactions and DDL with MySQL',
  // Strapi's admin, of its own router
  'React Router Future Flag Warning',
];

const fileOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const moduleOf = (name: string) => ({
  find: new RegExp(`^@strapi/${name}$`),
  replacement: fileOf(`node_modules/@strapi/${name}/dist/index.mjs`),
});
/** One copy of each, as in the browser; and what Strapi's test providers import without having it. */
const adminAliases = [
  ...['design-system', 'ui-primitives', 'icons'].map(moduleOf),
  // Without the plugins that `@strapi/strapi/admin` brings along.
  {
    find: /^@strapi\/strapi\/admin$/,
    replacement: fileOf('node_modules/@strapi/admin/dist/admin/index.mjs'),
  },
  {
    find: /^@strapi\/strapi\/admin\/test$/,
    replacement: fileOf('node_modules/@strapi/admin/dist/admin/test.mjs'),
  },
  ...['@strapi/admin-test-utils', 'msw', 'msw/node'].map((name) => ({
    find: new RegExp(`^${name}$`),
    replacement: fileOf('tests/admin/support/strapi-fixtures.ts'),
  })),
];

export default defineConfig({
  test: {
    watch: false,
    reporters: ['default'],
    onConsoleLog: (text) => !IDLE_TALK.some((words) => text.includes(words)),
    projects: [
      {
        test: {
          ...patient(2),
          name: 'unit',
          include: ['tests/{unit,protocol,demo}/**/*.test.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        resolve: { alias: adminAliases, dedupe: ['@testing-library/react', '@testing-library/dom'] },
        test: {
          ...patient(2),
          name: 'admin',
          environment: 'jsdom',
          include: ['tests/admin/**/*.test.tsx'],
          setupFiles: ['tests/admin/support/setup.ts'],
          // Strapi's admin imports parts of packages that Node alone does not find.
          server: { deps: { inline: [/@strapi\//] } },
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...strapiProject,
          ...patient(5),
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: ['tests/helpers/global-setup.ts'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...patient(5),
          name: 'services',
          include: ['tests/services/**/*.test.ts'],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...strapiProject,
          ...patient(10),
          name: 'interop',
          include: ['tests/interop/**/*.test.ts'],
          globalSetup: ['tests/interop/global-setup.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...strapiProject,
          ...patient(5),
          name: 'pack',
          include: ['tests/pack/**/*.test.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 3 },
          hookTimeout: 30 * MINUTE,
        },
      },
      {
        test: {
          ...strapiProject,
          ...patient(10),
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/e2e/global-setup.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 4 },
        },
      },
      {
        test: {
          ...strapiProject,
          ...patient(30),
          name: 'chaos',
          include: ['tests/chaos/**/*.test.ts'],
          globalSetup: ['tests/helpers/global-setup.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 5 },
        },
      },
    ],
  },
});
