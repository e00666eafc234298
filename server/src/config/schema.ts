import { z } from '@strapi/utils';
import ipaddr from 'ipaddr.js';
import { SHARED_HOSTS } from '../core/moderation/sites';
import { parseUrl } from '../core/url/parse-url';
import { keepPhrase } from './allowed';
import { allowing } from './explain';

/** What `url: (entry) => …` is given (the published entry) and returns: its public page, or null for none. */
export type EntryUrl = (entry: Record<string, unknown>) => string | null;

/** The inverse of {@link EntryUrl}: the entry that a public URL shows, or null. */
export type ResolveUrl = (url: string) => ResolvedUrl | null | Promise<ResolvedUrl | null>;
export interface ResolvedUrl {
  documentId: string;
  locale?: string | null;
}

export type UrlInput = string | Record<string, string> | EntryUrl;

/**
 * `custom` in place of unions: it carries one sentence for the person who wrote the config, and it is the
 * same in zod 3 and 4 (Strapi 5.45 exports the former, 5.54 the latter).
 */
const allowed = <T>(check: (value: unknown) => boolean, sentence: string) =>
  z.custom<T>(check, keepPhrase(sentence));

/** An object whose keys all have defaults may be left out. `default({})` means other things in zod 3 and 4. */
const section = <T extends z.ZodRawShape>(shape: T) =>
  z.preprocess((value) => (value === undefined ? {} : value), z.object(shape).strict());

const isFunction = (value: unknown): boolean => typeof value === 'function';
const isPositive = (value: unknown): value is number => Number.isInteger(value) && Number(value) > 0;

const isCidr = (value: unknown): boolean => typeof value === 'string' && ipaddr.isValidCIDR(value);

const ranges = () => z.array(allowed<string>(isCidr, 'an address range such as "10.0.0.0/8"')).default([]);

const isHttpUrl = (value: unknown): boolean =>
  typeof value === 'string' && /^https?:$/.test(parseUrl(value)?.protocol ?? '');

const isHostName = (value: unknown): boolean =>
  typeof value === 'string' && /^[a-z\d.-]{1,253}$/.test(value) && !value.startsWith('www.');

const isRedisUrl = (value: unknown): boolean =>
  typeof value === 'string' && parseUrl(value) !== null && /^rediss?:\/\/[^/]/.test(value);

const isUrlInput = (value: unknown): boolean =>
  typeof value === 'string' ||
  isFunction(value) ||
  (typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length > 0 &&
    Object.values(value).every((pattern) => typeof pattern === 'string'));

const positive = (fallback: number) =>
  allowed<number>(isPositive, 'a whole number above 0').default(fallback);

const contentType = z
  .object({
    /** The public page: a pattern, a pattern for each locale, or a function of the entry. */
    url: allowed<UrlInput>(isUrlInput, allowing({ code: 'allowed.patterns' })),
    /** The inverse of `url`; needed when, and only when, that is a function. */
    resolve: allowed<ResolveUrl>(isFunction, 'a function').optional(),
    /** Field with the title; default: the content manager's main field. */
    title: z.string().optional(),
    /** Field with the excerpt of trackbacks; default: the words of the first rich text. */
    excerpt: z.string().optional(),
    /** Fields whose links are pinged; default: every rich text at any depth. */
    content: z.array(z.string()).optional(),
    /** Whether pings wait until the public page is live and shows the link. */
    liveCheck: z.boolean().default(true),
  })
  .strict();

const perMinute = (fallback: number) =>
  allowed<number | false>(
    (value) => value === false || isPositive(value),
    'a number a minute, or false'
  ).default(fallback);

export const rateLimitSchema = z
  .object({
    /**
     * Requests a minute from one client address (IPv6: its /64); more are refused with fault 49 or HTTP 429. Behind a proxy
     * that Strapi does not trust, visitors have no address: there `total` takes its place, for what the proxy says of each.
     */
    client: perMinute(60),
    /**
     * New linkbacks a minute from one source host, on one target, and in all; as many pings again that turn out not to
     * link. More are not refused: they wait, for a quarter of an hour at most, and are verified by the worker. Counted only
     * once the target is known to be a published page that takes pings.
     */
    sourceHost: perMinute(60),
    target: perMinute(120),
    total: perMinute(600),
    /** Counts for all processes together; default: each counts in its memory. */
    redis: allowed<string>(isRedisUrl, 'a URL such as "redis://127.0.0.1:6379"').optional(),
  })
  .strict();

/** A limit a minute for each host, registrable domain and network; `false` in place of all: none. */
const minuteLimits = (o: { host: number; domain: number; network: number }) =>
  z.preprocess(
    (value) => (value === false ? { host: false, domain: false, network: false } : (value ?? {})),
    z.object({ host: perMinute(o.host), domain: perMinute(o.domain), network: perMinute(o.network) }).strict()
  );

const MEGABYTE = 1_048_576;

const days = (fallback: number) =>
  allowed<number>(isPositive, 'a whole number of days above 0').default(fallback);

/**
 * The plugin's configuration with its defaults (DESIGN §3.1). The defaults stand here and not in Strapi's
 * `config.default`, which merges arrays by index.
 */
export const configSchema = z
  .object({
    /** `blog_name` of trackbacks; default: the host of the entry's page. */
    siteName: z.string().min(1).optional(),
    /** Where our endpoints are reached from outside; default: Strapi's `server.absoluteUrl`. */
    publicUrl: allowed<string>(isHttpUrl, allowing({ code: 'allowed.url' })).optional(),
    /** The content types that have public pages, by uid. */
    contentTypes: z.record(z.string(), contentType).default({}),
    http: section({
      /**
       * Address ranges (CIDR) that may be reached although they are not public, by every URL: sources, targets, endpoints and
       * redirects too, which strangers choose.
       */
      allowAddresses: ranges(),
      /** The same for what the project itself names, beside those: hooks, its own pages, Akismet's proxy; no redirects. */
      allowOwnAddresses: ranges(),
      allowPorts: z
        .array(allowed<number>((value) => isPositive(value) && value < 65_536, 'a port number'))
        .default([80, 443, 8080, 8443]),
      /** Milliseconds for one request with its redirects and body. */
      timeout: positive(10_000),
      /** Inflated bytes that are read of one body. */
      maxBytes: positive(1_048_576),
      maxRedirects: z.number().int().min(0).default(5),
    }),
    /** How pages of others, and long texts of entries, are read: in worker threads, beside everything else that Strapi does. */
    reading: section({
      /** Worker threads; 0: everything is read in Strapi's own thread, under the same limits. */
      threads: allowed<number>(
        (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 16,
        'a whole number from 0 to 16'
      ).default(2),
      /** Milliseconds of reading that one document may take; then it has failed. Waiting for its bytes does not count. */
      deadline: positive(2_000),
      /** Megabytes of heap of each thread; a document that needs more has failed. */
      memory: positive(256),
    }),
    receive: section({
      /** Milliseconds that a sender waits for the verification of its ping; WordPress gives up after 3,000. */
      inlineBudget: positive(2_000),
      /** Limits of received pings a minute; `false`: none. */
      rateLimit: z.preprocess(
        (value) =>
          value === false ? { client: false, sourceHost: false, target: false, total: false } : (value ?? {}),
        rateLimitSchema
      ),
      /**
       * What each process asks sources for, every redirect included: at a time in all (slow sources share a quarter of it), and
       * at a time, requests a minute and bytes a minute of one host, one registrable domain, and one network (/24 of IPv4, /48
       * of IPv6). What is beyond waits. Redirects from elsewhere may use up half of what a site has.
       */
      fetches: section({
        total: positive(64),
        host: positive(4),
        domain: positive(8),
        network: positive(8),
        perMinute: minuteLimits({ host: 120, domain: 240, network: 480 }),
        bytesPerMinute: minuteLimits({ host: 16 * MEGABYTE, domain: 32 * MEGABYTE, network: 64 * MEGABYTE }),
      }),
      /**
       * Pings that may wait to be verified. One network (IPv4 /24, IPv6 /48) may hold half as many places as are free, one
       * client a quarter, and one client for one source host a thirty-second part, each at least two; beyond it senders
       * are told to come back later.
       */
      unverified: positive(10_000),
      /** Whether the site of a pingback's source is told from which address the pingback came. */
      nameSender: z.boolean().default(true),
      /**
       * Days that sender addresses, and linkbacks in a status, are kept. Pending and gone ones that a moderator did something
       * with, or that were approved before, stay longer.
       */
      retention: section({
        addresses: days(30),
        pending: days(365),
        spam: days(30),
        trash: days(30),
        gone: days(365),
      }),
      /**
       * Linkbacks that may be in a status without a moderator's doing; beyond it the oldest of the sites and senders that have
       * the most make room.
       */
      capacity: section({ pending: positive(20_000), spam: positive(20_000), gone: positive(20_000) }),
    }),
    send: section({
      /** Whether anything is sent; default: in production only. */
      enabled: z.boolean().optional(),
      /** Seconds in which repeated saves of one entry are gathered. */
      settle: z.number().min(0).default(10),
      /** Whether links between our own pages are pinged. */
      internalLinks: z.boolean().default(false),
      /** Pings at a time, in all and to one host. */
      concurrency: positive(32),
      perHost: positive(1),
    }),
    queue: section({
      /** Where due work is kept: in Strapi's database. */
      engine: allowed<'embedded'>((value) => value === 'embedded', '"embedded"').default('embedded'),
    }),
    spam: section({
      /** Asked about what is not decided by trust or block; without a key it is not. */
      akismet: section({
        key: z.string().min(1).optional(),
        /** Origin of its API: of a proxy before it. */
        url: allowed<string>(isHttpUrl, allowing({ code: 'allowed.url' })).default(
          'https://rest.akismet.com'
        ),
      }),
      /** Hosts of many users, who are known and trusted by host and user (`userOf`); `m.`, `old.` and the like before them are the same. */
      sharedHosts: z
        .array(allowed<string>(isHostName, 'a host name such as "medium.com"'))
        .default([...SHARED_HOSTS]),
    }),
    api: section({
      /** true: the reading routes need content-API permissions. */
      auth: z.boolean().default(false),
    }),
  })
  .strict();

export type ParsedConfig = z.output<typeof configSchema>;
export type ContentTypeInput = z.output<typeof contentType>;
