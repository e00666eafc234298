import { defineConfig } from 'vitest/config';

/** One Strapi a process, and no more than two of them: each takes a core while it boots. */
const strapiProject = { pool: 'forks', isolate: true, maxWorkers: 2, retry: 0 } as const;
const MINUTE = 60_000;

export default defineConfig({
  test: {
    watch: false,
    reporters: ['default'],
    // knex, each time that Strapi synchronises a table on MariaDB inside a transaction
    onConsoleLog: (text) => !text.includes('do not mix transactions and DDL with MySQL'),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/{unit,protocol,demo}/**/*.test.ts'],
          sequence: { groupOrder: 0 },
          testTimeout: 20_000,
        },
      },
      {
        test: {
          ...strapiProject,
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: ['tests/helpers/global-setup.ts'],
          sequence: { groupOrder: 1 },
          testTimeout: MINUTE,
          hookTimeout: 3 * MINUTE,
        },
      },
      {
        test: {
          name: 'services',
          include: ['tests/services/**/*.test.ts'],
          sequence: { groupOrder: 1 },
          testTimeout: MINUTE,
        },
      },
      {
        test: {
          ...strapiProject,
          name: 'interop',
          include: ['tests/interop/**/*.test.ts'],
          globalSetup: ['tests/interop/global-setup.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 3 * MINUTE,
          hookTimeout: 5 * MINUTE,
        },
      },
      {
        test: {
          ...strapiProject,
          name: 'pack',
          include: ['tests/pack/**/*.test.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 3 },
          testTimeout: 5 * MINUTE,
          hookTimeout: 20 * MINUTE,
        },
      },
      {
        test: {
          ...strapiProject,
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/e2e/global-setup.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 4 },
          testTimeout: 3 * MINUTE,
          hookTimeout: 10 * MINUTE,
        },
      },
      {
        test: {
          ...strapiProject,
          name: 'chaos',
          include: ['tests/chaos/**/*.test.ts'],
          globalSetup: ['tests/helpers/global-setup.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 5 },
          testTimeout: 10 * MINUTE,
          hookTimeout: MINUTE,
        },
      },
    ],
  },
});
