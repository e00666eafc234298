import { looseKey, normaliseUrl } from './normalise';
import { parseUrlPattern, type UrlPattern } from './pattern';

/**
 * Which URLs are a page, as plain data: it can be sent to a thread that knows neither the entry nor the configuration.
 * A URL is the page when any of the lists says so.
 */
export interface TargetRule {
  /** Normal forms ({@link normaliseUrl}). */
  readonly exact: readonly string[];
  /** Coarser keys ({@link looseKey}). */
  readonly loose: readonly string[];
  /** URL patterns as configured, each with the values that its parameters must have. */
  readonly patterns: readonly PatternRule[];
}

export interface PatternRule {
  readonly pattern: string;
  /** Parameters that are missing here match no URL. */
  readonly values: Readonly<Record<string, string>>;
}

/** Matches no URL at all. */
export const NO_TARGET: TargetRule = { exact: [], loose: [], patterns: [] };

/** Matches exactly this URL, after normalising (Webmention §3.2.2). */
export const exactly = (url: string): TargetRule => {
  const normal = normaliseUrl(url);
  return { ...NO_TARGET, exact: normal === null ? [] : [normal] };
};

/** Matches a URL and its other spellings: scheme, trailing slash, tracking parameters (PROTOCOLS §4). */
export const roughly = (url: string): TargetRule => {
  const key = looseKey(url);
  return { ...NO_TARGET, loose: key === null ? [] : [key] };
};

/** Matches whatever one of the rules matches. */
export const anyOf = (...rules: readonly TargetRule[]): TargetRule => ({
  exact: rules.flatMap(({ exact }) => exact),
  loose: rules.flatMap(({ loose }) => loose),
  patterns: rules.flatMap(({ patterns }) => patterns),
});

/** Returns the test that a rule stands for. It takes absolute URLs. */
export const targetTest = (rule: TargetRule): ((url: string) => boolean) => {
  const exact = new Set(rule.exact);
  const loose = new Set(rule.loose);
  const patterns = rule.patterns.flatMap(({ pattern, values }) => {
    const parsed = patternOf(pattern);
    return parsed === null ? [] : [{ parsed, values }];
  });
  // Most links of a page lead to other hosts: these cost one parsing.
  const hosts = new Set([
    ...rule.exact.map(hostOf),
    ...rule.loose.map((key) => key.split(/[/?]/, 1)[0]),
    ...patterns.map(({ parsed }) => parsed.host),
  ]);
  return (url) => {
    const normal = normaliseUrl(url);
    if (normal === null || !hosts.has(hostOf(normal))) return false;
    if (exact.has(normal)) return true;
    if (loose.size > 0 && loose.has(looseKey(normal) ?? '')) return true;
    return patterns.some(({ parsed, values }) => matches(parsed, values, normal));
  };
};

/** `host[:port]` of a normal form. */
const hostOf = (normal: string): string => normal.split('/', 3)[2] ?? '';

const matches = (pattern: UrlPattern, values: PatternRule['values'], url: string): boolean => {
  const params = pattern.match(url);
  return params !== null && Object.entries(params).every(([name, value]) => values[name] === value);
};

/** Patterns come from the configuration: there are few of them, and each is read once. */
const read = new Map<string, UrlPattern | null>();

const patternOf = (pattern: string): UrlPattern | null => {
  const known = read.get(pattern);
  if (known !== undefined) return known;
  const parsed = parseUrlPattern(pattern);
  const value = parsed.ok ? parsed.value : null;
  read.set(pattern, value);
  return value;
};
