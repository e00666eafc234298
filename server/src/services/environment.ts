import type { Core } from '@strapi/strapi';
import { withLock } from '../adapters/lock';
import { createState } from '../adapters/state';
import { inputReason } from '../config/explain';
import type { Reason } from '../core/reasons';
import { err, ok } from '../core/result';
import { getLinkbacks, getService } from '../get-service';
import { remembered } from '../adapters/remembered';
import type { EnvironmentService, SendingBlock } from './types';
import { parseUrl } from '../core/url/parse-url';

const KEY = 'environment';
/** Milliseconds after which a confirmation in another process is seen. */
const MEMORY = 2_000;

const OFF: SendingBlock = { code: 'sending-off', why: { code: 'sending.off' } };

/**
 * Guards against copies of a database: the public URL under which it sends is kept in it, and where Strapi has another one
 * nothing is sent until somebody confirms it.
 */
export const createEnvironment = ({ strapi }: { strapi: Core.Strapi }): EnvironmentService => {
  const { config, endpoints, queue } = getLinkbacks(strapi);
  // An export of another environment must not bring its address along.
  const state = createState<{ publicUrl: string }>(strapi, KEY);
  const presentUrl = withoutSlash(config.publicUrl ?? String(strapi.config.get('server.absoluteUrl')));

  const read = async (): Promise<string | null> => (await state.read())?.publicUrl ?? null;
  const write = (): Promise<void> => state.write({ publicUrl: presentUrl });

  /** The first process that sends decides for all. */
  const claim = (): Promise<string> =>
    withLock(strapi, KEY, async () => {
      const there = await read();
      if (there === null) await write();
      return there ?? presentUrl;
    });

  const memory = remembered({ ms: MEMORY, max: 1, load: async () => (await read()) ?? claim() });
  /** Command-line tools do not listen; an address that nobody can reach says nothing about where we are. */
  const isSending = (): boolean =>
    config.send.enabled && strapi.server.httpServer.listening && endpoints.warning === null;
  const publicUrl = (): Promise<string | null> => (isSending() ? memory.get(KEY) : read());

  /** The other public URL that the database belongs to; null: none. */
  const elsewhere = async (): Promise<string | null> => {
    const confirmed = await publicUrl();
    return confirmed === presentUrl ? null : confirmed;
  };

  return {
    presentUrl,
    publicUrl,
    isElsewhere: async () => (await elsewhere()) !== null,

    async blocked() {
      if (!config.send.enabled) return OFF;
      const confirmed = await elsewhere();
      if (confirmed === null) return null;
      const values = { confirmed, present: presentUrl };
      return { code: 'public-url-changed', why: { code: 'sending.elsewhere', values } };
    },

    async judge(url) {
      const confirmed = await read();
      if (url === undefined || url === null || url === confirmed) return ok('keep');
      if (url === presentUrl && config.send.enabled) return ok('confirm');
      return err(url === presentUrl ? OFF.why : refusal(url, { present: presentUrl, confirmed }));
    },

    async confirm() {
      await write();
      memory.forget();
      await queue.hurry(['plan', 'live', 'ping', 'notice']);
      getService(strapi, 'worker').wake();
    },
  };
};

const refusal = (
  url: unknown,
  { present, confirmed }: { present: string; confirmed: string | null }
): Reason =>
  inputReason({
    key: 'publicUrl',
    value: url,
    allowed:
      confirmed === null
        ? { code: 'allowed.address', values: { present } }
        : { code: 'allowed.addresses', values: { present, confirmed } },
  });

/** The normal form of an address, without a slash at its end. */
const withoutSlash = (url: string): string => (parseUrl(url)?.href ?? url).replace(/\/+$/, '');
