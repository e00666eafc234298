import type { Refusal } from '../../core/faults';
import { err, ok, type Result } from '../../core/result';
import { looseKey, normaliseWithFragment, parseHttpUrl, type UrlProblem } from '../../core/url/normalise';
import type { InboundPing, InboundTarget } from './types';

/** The parameters of a ping, of the right form. */
export interface Parameters {
  readonly source: URL;
  readonly target: InboundTarget;
}

const PROBLEMS: Readonly<Record<UrlProblem, string>> = {
  'url-too-long': 'is too long',
  'url-invalid': 'is not an absolute URL',
  'url-scheme': 'is not an http or https URL',
  'url-userinfo': 'contains a user name or password',
  'url-control-characters': 'contains control characters',
};

/**
 * Checks the form of source and target. The source gets the one spelling that its pair is known by: that is fetched, stored and
 * shown, whatever its sender wrote, since a server may answer differently to `/p%6Fst` and `/post`. So what is found out of a
 * pair never depends on how somebody spelled its URL.
 */
export const readParameters = ({ source, target }: InboundPing): Result<Parameters, Refusal> => {
  const given = readUrl('source', source);
  if (!given.ok) return given;
  const sourceUrl = new URL(normaliseWithFragment(source) ?? given.value.href);
  if (target.kind === 'entry') return ok({ source: sourceUrl, target });

  const targetUrl = readUrl('target', target.url);
  if (!targetUrl.ok) return targetUrl;
  // As given: that is what the source links to, whatever becomes of our own URLs (PROTOCOLS §4).
  const { url } = target;
  const distinct = refuseSamePage(sourceUrl, url);
  if (!distinct.ok) return distinct;
  return ok({ source: sourceUrl, target: { kind: 'url', url } });
};

/** A page does not ping itself, whatever the disguise: fragment, slash, port, letter case, scheme. */
export const refuseSamePage = (source: URL, target: string): Result<void, Refusal> =>
  looseKey(source.href) === looseKey(target)
    ? err({ kind: 'parameters', detail: 'source and target are the same page.' })
    : ok(undefined);

const readUrl = (name: 'source' | 'target', text: string): Result<URL, Refusal> => {
  const parsed = parseHttpUrl(text);
  if (parsed.ok) return parsed;
  return err({ kind: 'parameters', detail: `the ${name} ${PROBLEMS[parsed.error]}.` });
};
