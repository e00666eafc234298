import type { Refusal } from '../../core/faults';
import { err, ok, type Result } from '../../core/result';
import { dropRootDot, fragmentOf, looseKey, parseHttpUrl, type UrlProblem } from '../../core/url/normalise';
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

/** Checks the form of source and target. */
export const readParameters = ({ source, target }: InboundPing): Result<Parameters, Refusal> => {
  const sourceUrl = readUrl('source', source);
  if (!sourceUrl.ok) return sourceUrl;
  // Else one page could come twice, past limits and lists of hosts, and stay when its host is erased.
  dropRootDot(sourceUrl.value);
  // It would be shown, and says only what the sender wanted to say.
  sourceUrl.value.hash = fragmentOf(sourceUrl.value.href);
  if (target.kind === 'entry') return ok({ source: sourceUrl.value, target });

  const targetUrl = readUrl('target', target.url);
  if (!targetUrl.ok) return targetUrl;
  // As given: that is what the source links to, whatever becomes of our own URLs (PROTOCOLS §4).
  const { url } = target;
  const distinct = refuseSamePage(sourceUrl.value, url);
  if (!distinct.ok) return distinct;
  return ok({ source: sourceUrl.value, target: { kind: 'url', url } });
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
