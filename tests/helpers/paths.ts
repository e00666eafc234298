import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');
export const APP_DIR = join(ROOT, 'tests', 'app');
/** What tests leave behind between runs; ignored by git, safe to delete. */
export const STATE_DIR = join(ROOT, 'tests', '.state');
