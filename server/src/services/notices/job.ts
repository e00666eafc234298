import type { Core } from '@strapi/strapi';
import type { JobPayload, JobResult } from '../../adapters/jobs';
import { PLUGIN_ID } from '../../constants';
import type { Settings } from '../../contracts/settings';
import { sentenceOf, type Reason } from '../../core/reasons';
import { err, type Result } from '../../core/result';
import { getLinkbacks, getService } from '../../get-service';
import type { JobHandler } from '../types';
import type { Channel } from './channels';
import { callHook, reasonOfHookFailure } from './hook-call';
import { letterOf } from './letter';
import { canMail, sendMail } from './mail';
import { nextTry } from './retry';
import type { NoticeStore } from './store';
import type { Notice } from './types';
import { logLine } from '../../log-line';

const DONE: JobResult = { kind: 'done' };
/** Notices that one e-mail or call takes along. */
const MOST = 100;
/** Seconds between two e-mails. */
const MAIL_PAUSE = 900;
/** Seconds until a paused environment is asked again. */
const PAUSED = 300;

/** Why something was not told, and how long the other side asks to be left alone. */
interface Untold {
  readonly why: Reason;
  readonly asked: number;
}

/** Tells what was noted for one channel, gathered. What was told twice, after a crash, does no harm. */
export const createNoticeJob = (o: { strapi: Core.Strapi; store: NoticeStore }): JobHandler => {
  const { strapi, store } = o;
  const { http, queue } = getLinkbacks(strapi);

  const mail = async (channel: Channel, { emails }: Settings['notify'], notices: readonly Notice[]) => {
    // Before it is sent: whoever dies meanwhile has used up the quarter of an hour, too.
    await queue.slowDown(channel, { pause: MAIL_PAUSE, gap: 0 });
    const inbox = `${String(strapi.config.get('admin.absoluteUrl'))}/plugins/${PLUGIN_ID}`;
    const sent = await sendMail(strapi, { to: emails, ...letterOf(notices, { inbox }) });
    return sent.ok ? sent : err({ why: sent.error, asked: MAIL_PAUSE });
  };

  const call = async (hook: Settings['notify']['hooks'][number], changes: readonly Notice[]) => {
    const now = Math.floor(Date.now() / 1000);
    const called = await callHook(http, { hook, event: 'linkbacks.changed', payload: { changes }, now });
    if (called.ok) return called;
    const { error } = called;
    const asked = error.kind === 'status' ? (error.retryAfter ?? 0) : 0;
    // The rest of the address of a build hook is as good as a password.
    const values = { host: new URL(hook.url).host, why: reasonOfHookFailure(error) };
    return err<Untold>({ why: { code: 'trouble.hook', values }, asked });
  };

  /** Null: nobody wants to be told any more. */
  const tell = async (channel: Channel, notices: readonly Notice[]): Promise<Result<void, Untold> | null> => {
    const { notify } = await getService(strapi, 'settings').get();
    if (channel.url === null) {
      const isWanted = notify.on !== 'none' && notify.emails.length > 0 && canMail(strapi);
      return isWanted ? mail(channel, notify, notices) : null;
    }
    const hook = notify.hooks.find(({ url }) => url === channel.url);
    return hook ? call(hook, notices) : null;
  };

  const complain = (why: Reason): void => {
    strapi.log.warn(logLine(sentenceOf(why)));
    void getService(strapi, 'troubles').note(why);
  };

  /** What failed is tried again, for three days; what came meanwhile goes along. */
  const later = async (channel: Channel, since: string, { why, asked }: Untold): Promise<JobResult> => {
    const age = Math.max(0, (Date.now() - Date.parse(since)) / 1000);
    const delay = nextTry({ age, asked });
    complain(delay === null ? { code: 'trouble.given-up', values: { why } } : why);
    if (delay !== null) return { kind: 'again', delay };
    await store.clear(channel);
    return DONE;
  };

  return {
    async run(payload) {
      const channel = channelOf(payload);
      const rows = await store.of(channel, MOST);
      const notices = rows.map(({ notice }): Notice => JSON.parse(notice));
      const [oldest] = notices;
      if (!oldest) return DONE;
      // A copy of the database must not call for the site that it was copied from.
      if (await getService(strapi, 'environment').isElsewhere()) return { kind: 'again', delay: PAUSED };

      const told = await tell(channel, notices);
      if (told && !told.ok) return later(channel, oldest.at, told.error);
      if (told) await store.remove(rows);
      else await store.clear(channel);
      return rows.length === MOST ? { kind: 'again', delay: 0 } : DONE;
    },

    async giveUp(payload) {
      complain({ code: 'trouble.notices' });
      await store.clear(channelOf(payload));
    },
  };
};

const channelOf = (payload: JobPayload): Channel => {
  if (payload.kind !== 'notice') throw new Error(`not a notice job: ${payload.kind}`);
  return payload;
};
