import { z } from '@strapi/utils';
import { allowing } from '../../config/explain';
import type { HookResponse, Settings } from '../../contracts/settings';
import { parseHttpUrl } from '../../core/url/normalise';

const MOST = 20;
const LONGEST_SECRET = 200;

const email = z
  .string()
  .transform((text) => text.trim())
  .refine((text) => /^[^\s@<>,;"]{1,64}@[^\s@<>,;"]{1,190}$/.test(text), allowing({ code: 'allowed.email' }));

const hookUrl = z.custom<string>(
  (value) => typeof value === 'string' && parseHttpUrl(value).ok,
  allowing({ code: 'allowed.url' })
);

const secret = z.custom<string>(
  // eslint-disable-next-line no-control-regex -- exactly these are what is looked for
  (value) => typeof value === 'string' && value.length <= LONGEST_SECRET && !/[\u0000-\u001f]/.test(value),
  allowing({ code: 'allowed.secret', values: { most: LONGEST_SECRET } })
);

/** `hasSecret` is what GET tells: whoever gives it back changes nothing. */
const hook = z
  .object({ url: hookUrl, secret: secret.optional(), hasSecret: z.boolean().optional() })
  .strict()
  .transform(({ url, secret: given }) => (given === undefined ? { url } : { url, secret: given }));

const areDistinct = (hooks: readonly { url: string }[]): boolean =>
  new Set(hooks.map(({ url }) => url)).size === hooks.length;

export const notifySchema = z
  .object({
    emails: z.array(email).max(MOST),
    on: z.enum(['none', 'held', 'all']),
    hooks: z
      .array(hook)
      .max(MOST)
      .refine(areDistinct, allowing({ code: 'allowed.urls' })),
  })
  .strict();

/** A hook that came without a secret keeps the one stored for its URL; an empty one takes it away. */
export const withSecretsOf = (stored: Settings, next: Settings): Settings => {
  const secrets = new Map(stored.notify.hooks.map(({ url, secret: kept }) => [url, kept]));
  const hooks = next.notify.hooks.map(({ url, secret: given }) => {
    const kept = given ?? secrets.get(url);
    return kept ? { url, secret: kept } : { url };
  });
  return { ...next, notify: { ...next.notify, hooks } };
};

/** The hooks as they may be told. */
export const withoutSecrets = (hooks: Settings['notify']['hooks']): HookResponse[] =>
  hooks.map(({ url, secret: kept }) => ({ url, hasSecret: Boolean(kept) }));
