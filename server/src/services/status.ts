import type { Core } from '@strapi/strapi';
import { databaseNow } from '../adapters/database-time';
import { exampleEntry } from '../adapters/example-entry';
import { proxyWarning } from '../adapters/proxy';
import type { LinkedType } from '../config/content-types';
import { JOB_TABLE, PING_UID } from '../constants';
import type { NoticeCode, SettingsResponse } from '../contracts/settings';
import type { Limited, StatusResponse } from '../contracts/status';
import { sentenceOf, type Reason } from '../core/reasons';
import { getLinkbacks, getService } from '../get-service';
import { createDropped } from './linkbacks/dropped';

/** How the plugin does, for the settings page and for monitoring. */
export interface StatusService {
  get(): Promise<StatusResponse>;
  /** What the administrator should know. */
  notices(): Promise<SettingsResponse['notices']>;
  contentTypes(): Promise<SettingsResponse['contentTypes']>;
}

export const createStatus = ({ strapi }: { strapi: Core.Strapi }): StatusService => {
  const { config, endpoints, entries, tooLong } = getLinkbacks(strapi);
  const blocked = () => getService(strapi, 'environment').blocked();

  return {
    async get() {
      const knex = strapi.db.connection;
      const [row] = await strapi.db
        .getConnection(JOB_TABLE)
        .count({ jobs: 'id' })
        .min({ due: 'due_at' })
        .select({ now: knex.raw(databaseNow(knex)) });
      const jobs = Number(row?.jobs ?? 0);
      const late = (Number(row?.now) - Number(row?.due)) / 1000;
      const oldestSeconds = jobs === 0 ? null : Math.max(0, Math.round(late));
      const why = (await blocked())?.why ?? null;
      const sending = { enabled: config.send.enabled, blocked: why && sentenceOf(why), why };
      const waiting = await strapi.db.query(PING_UID).count({ where: { status: 'waiting' } });
      return {
        sending,
        queue: { jobs, oldestSeconds, waiting },
        lastError: await getService(strapi, 'troubles').last(),
        tooLong: tooLong.get(),
        limited: latestFirst([
          ...getService(strapi, 'inbound').limited(),
          ...getService(strapi, 'worker').limited(),
        ]),
        dropped: await createDropped({ strapi }).list(),
      };
    },

    async notices() {
      const block = await blocked();
      const proxy = proxyWarning(strapi) ?? getService(strapi, 'inbound').proxyWarning();
      return [
        ...config.notices.map((why) => notice('content-type', why)),
        ...(endpoints.warning ? [notice('endpoints', endpoints.warning)] : []),
        ...(proxy ? [notice('proxy', proxy)] : []),
        ...(block ? [notice(block.code, block.why)] : []),
      ];
    },

    contentTypes: () =>
      Promise.all(
        config.types.map(async (type) => ({
          uid: type.uid,
          displayName: type.displayName,
          url: patternsOf(type),
          example: await exampleEntry({ strapi, entries }, type),
        }))
      ),
  };
};

const latestFirst = (limited: readonly Limited[]): Limited[] =>
  [...limited].sort((one, other) => other.last.localeCompare(one.last));

const notice = (code: NoticeCode, why: Reason) => ({ code, message: sentenceOf(why), why });

const patternsOf = ({ page }: LinkedType): string | Record<string, string> | null => {
  if (page.kind === 'functions') return null;
  const [first] = page.patterns;
  if (first && first.locale === null) return first.pattern.source;
  return Object.fromEntries(page.patterns.map(({ locale, pattern }) => [locale ?? '', pattern.source]));
};
