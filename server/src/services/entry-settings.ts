import type { Core } from '@strapi/strapi';
import { z } from '@strapi/utils';
import { entryColumns, entryKey } from '../adapters/keys';
import type { EntryHead } from '../adapters/entries';
import { withLock } from '../adapters/lock';
import { allowing, explain, inputReason } from '../config/explain';
import { ENTRY_SETTING_UID } from '../constants';
import type { EntrySettings } from '../contracts/entry-settings';
import type { Reason } from '../core/reasons';
import { err, ok, type Result } from '../core/result';
import type { EntryRef } from '../core/types';
import { parseHttpUrl } from '../core/url/normalise';
import { getService } from '../get-service';
import { overlay } from './overlay';
import { remembered } from '../adapters/remembered';
import type { EntrySettingsService } from './types';

const DEFAULTS: EntrySettings = { allowPings: 'default', sendPings: 'default', trackbackUrls: [] };

/** The settings of one entry as they may be. */
export const entrySettingsSchema = z
  .object({
    allowPings: z.enum(['default', 'open', 'closed']),
    sendPings: z.enum(['default', 'on', 'off']),
    trackbackUrls: z
      .array(
        z
          .string()
          .trim()
          .refine((text) => parseHttpUrl(text).ok, allowing({ code: 'allowed.url' }))
      )
      .max(50)
      .transform((urls) => [...new Set(urls)]),
  })
  .strict();

const LOCK = 'entry-settings';
const DAY = 86_400_000;
/** Milliseconds after which a change in another process is seen, and entries that are remembered. */
const MEMORY = { ms: 1_000, max: 1_000 };

export const createEntrySettings = ({ strapi }: { strapi: Core.Strapi }): EntrySettingsService => {
  const rows = () => strapi.db.query(ENTRY_SETTING_UID);

  const read = async (key: string): Promise<EntrySettings> => {
    const row = await rows().findOne({ where: { entryKey: key } });
    if (!row) return DEFAULTS;
    const { allowPings, sendPings, trackbackUrls } = row;
    return { allowPings, sendPings, trackbackUrls: trackbackUrls ?? [] };
  };
  const get = (ref: EntryRef): Promise<EntrySettings> => read(entryKey(ref));
  /** All pings of an entry, and to it, ask for the same. */
  const memory = remembered({ ...MEMORY, load: read });

  const write = async (ref: EntryRef, settings: EntrySettings): Promise<void> => {
    const where = { entryKey: entryKey(ref) };
    const existing = await rows().findOne({ where, select: ['id'] });
    if (existing) await rows().update({ where: { id: existing.id }, data: settings });
    else await rows().create({ data: { ...where, ...entryColumns(ref), ...settings } });
  };

  const isOpenByDefault = async (entry: EntryHead | null): Promise<boolean> => {
    const { receive } = await getService(strapi, 'settings').get();
    if (!receive.open || receive.closeAfterDays === 0 || !entry?.since) return receive.open;
    return Date.now() - Date.parse(entry.since) < receive.closeAfterDays * DAY;
  };

  return {
    get,

    async update(ref, patch) {
      // Two that change one entry at once, the first time even, both count.
      const updated = await withLock(strapi, LOCK, async (): Promise<Result<EntrySettings, Reason>> => {
        const merged = overlay(await get(ref), patch);
        const parsed = entrySettingsSchema.safeParse(merged);
        if (!parsed.success)
          return err(
            inputReason(
              explain(parsed.error, { schema: entrySettingsSchema, input: merged, root: 'settings' })
            )
          );
        await write(ref, parsed.data);
        return ok(parsed.data);
      });
      memory.forget();
      return updated;
    },

    isOpenByDefault,

    async isOpen(entry) {
      const { allowPings } = await memory.get(entryKey(entry.ref));
      return allowPings === 'default' ? isOpenByDefault(entry) : allowPings === 'open';
    },

    async sending(ref) {
      const block = await getService(strapi, 'environment').blocked();
      if (block) return { send: false, blocked: block.why };
      const [{ sendPings }, { send }] = [
        await memory.get(entryKey(ref)),
        await getService(strapi, 'settings').get(),
      ];
      return { send: sendPings === 'default' ? send.on : sendPings === 'on', blocked: null };
    },
  };
};
