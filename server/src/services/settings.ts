import type { Core } from '@strapi/strapi';
import { z } from '@strapi/utils';
import { allowing, explain, inputReason } from '../config/explain';
import { withLock } from '../adapters/lock';
import { PLUGIN_ID } from '../constants';
import type { Settings } from '../contracts/settings';
import { namesOneUser } from '../core/moderation/hosts';
import type { Reason } from '../core/reasons';
import { err, ok, type Result } from '../core/result';
import { createHookSecrets } from './notices/hook-secrets';
import { notifySchema, withSecretsOf } from './notices/schema';
import { overlay } from './overlay';
import { remembered } from '../adapters/remembered';
import type { SettingsService } from './types';

const KEY = 'settings';
/** Milliseconds after which a change in another process is seen. */
const MEMORY = 1_000;

/** A name, or an IPv6 address as it stands in a URL; on a host of many users followed by one of them. */
const HOST = /^([\p{L}\p{N}.-]{1,253}|\[[\da-f:.]{2,45}\])(\/[^\s#]{1,2048})?$/u;
const host = z
  .string()
  .transform((text) => text.trim().replace(/^[^/]*/, (name) => name.toLowerCase()))
  .refine((text) => HOST.test(text) && namesOneUser(text), allowing({ code: 'allowed.host' }));

const protocols = z
  .object({ pingback: z.boolean(), trackback: z.boolean(), webmention: z.boolean() })
  .strict();

/** The settings as they may be. */
export const settingsSchema = z
  .object({
    receive: z
      .object({ open: z.boolean(), protocols, closeAfterDays: z.number().int().min(0).max(36_500) })
      .strict(),
    send: z.object({ on: z.boolean(), protocols }).strict(),
    moderation: z
      .object({
        policy: z.enum(['hold', 'hold-unknown', 'approve']),
        trustedHosts: z.array(host).max(1_000),
        blockedHosts: z.array(host).max(1_000),
        blockedWords: z.array(z.string().trim().min(1).max(200)).max(1_000),
        maxLinks: z.number().int().min(0).max(10_000),
      })
      .strict(),
    notify: notifySchema,
  })
  .strict();

/** As WordPress starts, but for the policy: open, sending, everything held for a moderator. */
const DEFAULTS: Settings = {
  receive: {
    open: true,
    protocols: { pingback: true, trackback: true, webmention: true },
    closeAfterDays: 0,
  },
  send: { on: true, protocols: { pingback: true, trackback: true, webmention: true } },
  moderation: { policy: 'hold', trustedHosts: [], blockedHosts: [], blockedWords: [], maxLinks: 0 },
  notify: { emails: [], on: 'none', hooks: [] },
};

export const createSettings = ({ strapi }: { strapi: Core.Strapi }): SettingsService => {
  const store = strapi.store({ type: 'plugin', name: PLUGIN_ID, key: KEY });
  const secrets = createHookSecrets({ strapi });
  const read = async (): Promise<Settings> =>
    secrets.join(overlay(DEFAULTS, await store.get({})) as Settings);
  /** In an open transaction. */
  const write = async (settings: Settings): Promise<void> =>
    store.set({ value: await secrets.part(settings) });
  /** They are asked for several times for each ping. */
  const memory = remembered({ ms: MEMORY, max: 1, load: read });

  /** Once more when all is committed: who asked meanwhile read what was before. */
  const exclusively: SettingsService['exclusively'] = async (work) => {
    try {
      return await withLock(strapi, KEY, work);
    } finally {
      memory.forget();
    }
  };

  return {
    get: () => memory.get(KEY),
    exclusively,
    update: (patch) =>
      exclusively(async (): Promise<Result<Settings, Reason>> => {
        const present = await read();
        const merged = overlay(present, typeof patch === 'function' ? patch(present) : patch);
        const parsed = settingsSchema.safeParse(merged);
        if (!parsed.success)
          return err(
            inputReason(explain(parsed.error, { schema: settingsSchema, input: merged, root: 'settings' }))
          );
        const settings = withSecretsOf(present, parsed.data);
        await write(settings);
        return ok(settings);
      }),
    async partSecrets() {
      const stored = overlay(DEFAULTS, await store.get({})) as Settings;
      if (stored.notify.hooks.every(({ secret }) => secret === undefined)) return;
      await exclusively(async () => write(await read()));
    },
  };
};
