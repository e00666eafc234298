import { anyPort } from './ports';

/** The plugin's configuration as a project writes it. */
export type PluginConfig = Record<string, unknown>;

const MANY = {
  total: 1_000,
  host: 1_000,
  domain: 1_000,
  network: 1_000,
  perMinute: false,
  bytesPerMinute: false,
};

/** Milliseconds: longer than any of our peers takes, however slow the machine. Who tests a limit sets its own. */
const LONG = 30_000;

/**
 * The configuration of the test app: three types with pages on `site`, loopback peers on any port, no rate
 * limits, sending on, nothing to wait for. Peers are waited for as long as they need.
 *
 * @param site origin of the public site, such as `http://127.0.0.3:4321`
 */
export const defaultConfig = (site: string): PluginConfig => ({
  siteName: 'Test site',
  publicUrl: 'http://127.0.0.1:1337',
  contentTypes: {
    'api::article.article': {
      url: { en: `${site}/blog/:slug`, fr: `${site}/fr/blog/:slug` },
      title: 'title',
      excerpt: 'summary',
    },
    'api::note.note': { url: `${site}/notes/:slug` },
    'api::page.page': { url: `${site}/about` },
  },
  http: { allowAddresses: ['127.0.0.0/8'], allowPorts: anyPort, timeout: LONG },
  receive: { inlineBudget: LONG, rateLimit: false, fetches: MANY },
  send: { enabled: true, settle: 0 },
});

/** `over` on top of `base`: objects are merged, everything else (arrays too) replaced, `undefined` removes. */
export const mergeConfig = (base: PluginConfig, over: PluginConfig): PluginConfig => {
  const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
  const entries = [...keys].map((key): [string, unknown] => {
    const [below, above] = [base[key], over[key]];
    if (!Object.hasOwn(over, key)) return [key, below];
    return [key, isPlain(below) && isPlain(above) ? mergeConfig(below, above) : above];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
};

const isPlain = (value: unknown): value is PluginConfig =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
