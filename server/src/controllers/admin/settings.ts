import type { Core } from '@strapi/strapi';
import { z } from '@strapi/utils';
import type { Context } from 'koa';
import type {
  Settings,
  SettingsResponse,
  SettingsSaved,
  SettingsTestRequest,
  SettingsTestResponse,
} from '../../contracts/settings';
import { clientOf } from '../../adapters/client';
import { RIGHTS } from '../../constants';
import type { ResolveResponse } from '../../contracts/status';
import { getLinkbacks, getService } from '../../get-service';
import type { EntryHead } from '../../adapters/entries';
import { kindOf } from '../../services/entry-labels';
import { withoutSecrets } from '../../services/notices/schema';
import { httpUrl, oneOf, readInput } from '../input';
import { invalid } from '../refusals';
import { bodyOf, valueIn, withoutKeys } from './request';

/** What GET tells beside the settings. */
const TOLD = ['notices', 'contentTypes', 'publicUrl', 'presentUrl', 'email', 'akismet'];

const resolveSchema = z.object({ url: httpUrl() });

const testSchema = z
  .object({ kind: oneOf(['email', 'hook']), url: httpUrl().optional() })
  .strict()
  .transform(({ kind, url }): SettingsTestRequest => (kind === 'hook' ? { kind, url: url ?? '' } : { kind }));

/** The settings page (DESIGN §3.4). */
export const createSettingsController = ({ strapi }: { strapi: Core.Strapi }) => {
  const environment = getService(strapi, 'environment');

  const responseOf = async (settings: Settings): Promise<SettingsResponse> => ({
    ...settings,
    notify: { ...settings.notify, hooks: withoutSecrets(settings.notify.hooks) },
    publicUrl: await environment.publicUrl(),
    presentUrl: environment.presentUrl,
    notices: await getService(strapi, 'status').notices(),
    email: { configured: getService(strapi, 'notices').canMail() },
    akismet: getLinkbacks(strapi).config.spam.akismet.key !== undefined,
    contentTypes: await getService(strapi, 'status').contentTypes(),
  });

  return {
    async find(ctx: Context): Promise<void> {
      // The admin comes through the proxy that visitors come through.
      getService(strapi, 'inbound').seeProxy(clientOf(ctx));
      ctx.body = await responseOf(await getService(strapi, 'settings').get());
    },

    async update(ctx: Context): Promise<void> {
      const body = bodyOf(ctx);
      const address = await environment.judge(valueIn(body, 'publicUrl'));
      if (!address.ok) throw invalid(address.error);
      const updated = await getService(strapi, 'settings').update(withoutKeys(body, TOLD));
      if (!updated.ok) throw invalid(updated.error);
      if (address.value === 'confirm') await environment.confirm();
      ctx.body = mayRead(ctx) ? await responseOf(updated.value) : ({ ok: true } satisfies SettingsSaved);
    },

    async test(ctx: Context): Promise<void> {
      const request = readInput(testSchema, bodyOf(ctx));
      ctx.body = (await getService(strapi, 'notices').test(request)) satisfies SettingsTestResponse;
    },

    async status(ctx: Context): Promise<void> {
      ctx.body = await getService(strapi, 'status').get();
    },

    /** Which entry a public URL shows: to try out URL patterns. */
    async resolve(ctx: Context): Promise<void> {
      const { url } = readInput(resolveSchema, ctx.query);
      const found = await getLinkbacks(strapi).entries.resolveUrl(url);
      const entry = found.kind === 'entry' ? { ...found.entry.ref, ...labelOf(strapi, found.entry) } : null;
      ctx.body = { kind: found.kind, entry } satisfies ResolveResponse;
    },
  };
};

/** Who may change the settings may do without seeing them. */
const mayRead = (ctx: Context): boolean => ctx.state['userAbility'].can(RIGHTS.settingsRead);

const labelOf = (strapi: Core.Strapi, { ref, title }: EntryHead) => ({
  title,
  kind: kindOf(strapi, ref.uid),
});
