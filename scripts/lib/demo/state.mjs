import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const secret = () => randomBytes(24).toString('base64url');

/**
 * Gives the playground secrets of its own at its first start.
 *
 * @param {string} file
 */
export const ensureSecrets = (file) => {
  if (existsSync(file)) return;
  const lines = [
    '# Made by `npm run demo` for this computer. Not for any other use.',
    `APP_KEYS=${secret()},${secret()}`,
    ...['ADMIN_JWT_SECRET', 'API_TOKEN_SALT', 'TRANSFER_TOKEN_SALT', 'ENCRYPTION_KEY'].map(
      (name) => `${name}=${secret()}`
    ),
  ];
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
};

/**
 * What the demo remembers from start to start. It lies beside the database: both go together.
 *
 * @typedef {{ account?: { email: string, password: string }, shown?: boolean }} State
 * @param {string} file
 */
export const openState = (file) => {
  /** @type {State} */
  const state = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  return {
    state,
    /** @param {State} change */
    remember: (change) => {
      Object.assign(state, change);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
    },
  };
};

/** Fits Strapi's rule for passwords (lower case, upper case, a digit), whatever the random part is. */
export const newAccount = () => ({
  email: 'demo@example.com',
  password: `Demo-${randomBytes(6).toString('hex')}-1`,
});
