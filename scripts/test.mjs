#!/usr/bin/env node
/**
 * `npm test`: installs and builds what is missing, then runs the tests that need no service (SQLite only).
 * `npm test -- <filters and flags of vitest>` narrows it.
 */
import { fileURLToPath } from 'node:url';
import { prepare } from './lib/prepare.mjs';
import { runVitest } from './lib/vitest.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

await prepare(root);
process.exitCode = await runVitest({
  root,
  projects: ['unit', 'admin', 'integration'],
  args: process.argv.slice(2),
});
