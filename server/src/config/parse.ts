import { sentenceOf, type Reason } from '../core/reasons';
import { explain, inputReason, type Explanation } from './explain';
import { configSchema, type ParsedConfig } from './schema';

/** A configuration that cannot be used. The message names the key, what was found and what is allowed. */
export class ConfigError extends Error {
  override name = 'LinkbacksConfigError';

  /** Without the words that say whose configuration it is. */
  readonly why: Reason;

  constructor(explanation: Explanation) {
    const why = inputReason(explanation);
    super(`linkbacks config: ${sentenceOf(why)}`);
    this.why = why;
  }
}

/** A {@link ConfigError} about a value that has the right shape and still cannot be used. */
export const refuse = ({
  key,
  found,
  allowed,
}: {
  key: string;
  found: unknown;
  allowed: Reason;
}): ConfigError => new ConfigError({ key, value: found, allowed });

/** Checks the shape of the configuration and fills in the defaults. Throws {@link ConfigError}. */
export const parseConfig = (input: unknown): ParsedConfig => {
  const parsed = configSchema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  throw new ConfigError(explain(parsed.error, input, keysOf));
};

const KEYS: Record<string, string> = {
  '': 'siteName, publicUrl, contentTypes, http, receive, send, queue, spam, api',
  http: 'allowAddresses, allowOwnAddresses, allowPorts, timeout, maxBytes, maxRedirects',
  receive: 'inlineBudget, rateLimit, fetches, unverified, nameSender, retention',
  'receive.rateLimit': 'client, sourceHost, target, total, redis',
  'receive.fetches': 'total, host, domain, network, perMinute, bytesPerMinute',
  'receive.fetches.perMinute': 'host, domain, network',
  'receive.fetches.bytesPerMinute': 'host, domain, network',
  'receive.retention': 'addresses, spam, trash',
  send: 'enabled, settle, internalLinks, concurrency, perHost',
  queue: 'engine',
  spam: 'akismet, sharedHosts',
  'spam.akismet': 'key, url',
  api: 'auth',
};

const keysOf = (path: readonly PropertyKey[]): Reason => {
  const ofType = path[0] === 'contentTypes';
  const words = ofType ? 'url, resolve, title, excerpt, content, liveCheck' : KEYS[path.join('.')];
  return { code: 'allowed.these-keys', values: { words: String(words) } };
};
