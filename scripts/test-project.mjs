#!/usr/bin/env node
/** `npm run test:pack`, `test:interop`, `test:e2e`, `test:chaos`: one vitest project, its single tests on the screen. */
import { fileURLToPath } from 'node:url';
import { prepare } from './lib/prepare.mjs';
import { runVitest } from './lib/vitest.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [project, ...args] = process.argv.slice(2);
if (!project) throw new Error('test-project.mjs PROJECT [filters and flags of vitest]');

await prepare(root);
process.exitCode = await runVitest({ root, projects: [project], args: ['--reporter=verbose', ...args] });
