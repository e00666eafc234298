import type { Core } from '@strapi/strapi';
import { hashOf } from '../../adapters/keys';
import { createSecrets } from '../../adapters/secrets';
import type { Hook, Settings } from '../../contracts/settings';

const PREFIX = 'hook:';
/** URLs of hooks are as good as passwords, too. */
const nameOf = ({ url }: Hook): string => `${PREFIX}${hashOf(url)}`;

/** Keeps the secrets of hooks apart from the other settings, so that no export carries them. */
export interface HookSecrets {
  /** The settings as they are stored, with the secrets. */
  join(stored: Settings): Promise<Settings>;
  /** Keeps the secrets, in the open transaction, and gives the settings to be stored. */
  part(settings: Settings): Promise<Settings>;
}

export const createHookSecrets = ({ strapi }: { strapi: Core.Strapi }): HookSecrets => {
  const secrets = createSecrets({ strapi });
  const withHooks = (settings: Settings, hooks: readonly Hook[]): Settings => ({
    ...settings,
    notify: { ...settings.notify, hooks: [...hooks] },
  });

  return {
    async join(stored) {
      const { hooks } = stored.notify;
      const kept = await secrets.read(hooks.map(nameOf));
      const whole = hooks.map((hook): Hook => {
        // An earlier version, or the database that these were transferred from, has it here.
        const secret = hook.secret ?? kept.get(nameOf(hook));
        return secret ? { url: hook.url, secret } : { url: hook.url };
      });
      return withHooks(stored, whole);
    },

    async part(settings) {
      const { hooks } = settings.notify;
      await secrets.replace(
        PREFIX,
        new Map(hooks.flatMap((hook) => (hook.secret ? [[nameOf(hook), hook.secret]] : [])))
      );
      return withHooks(
        settings,
        hooks.map(({ url }) => ({ url }))
      );
    },
  };
};
