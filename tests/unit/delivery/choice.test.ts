import { describe, expect, it } from 'vitest';
import { certainlyNotTaken, chooseProtocol } from '../../../server/src/core/delivery/choice';
import type { Protocol } from '../../../server/src/core/types';

const ALL: Record<Protocol, string> = {
  trackback: 'https://they.example/trackback',
  pingback: 'https://they.example/xmlrpc',
  webmention: 'https://they.example/webmention',
};
const ON = { webmention: true, pingback: true, trackback: true };

const choose = (
  offered: Protocol[],
  o: { off?: Protocol[]; only?: Protocol; named?: string[]; notTaken?: Protocol[] } = {}
) =>
  chooseProtocol({
    endpoints: offered.map((protocol) => ({ protocol, endpoint: ALL[protocol] })),
    allowed: { ...ON, ...Object.fromEntries((o.off ?? []).map((protocol) => [protocol, false])) },
    trackbackUrls: o.named ?? [],
    notTaken: new Set(o.notTaken),
    ...(o.only ? { only: o.only } : {}),
  });
const sends = (protocol: Protocol) => ({ kind: 'send', protocol, endpoint: ALL[protocol] });

describe('the choice of a protocol', () => {
  it('prefers webmention, then pingback, then trackback, in whatever order they are found', () => {
    expect(choose(['trackback', 'pingback', 'webmention'])).toEqual(sends('webmention'));
    expect(choose(['trackback', 'pingback'])).toEqual(sends('pingback'));
    expect(choose(['trackback'])).toEqual(sends('trackback'));
    expect(choose([])).toEqual({ kind: 'unsupported' });
  });

  it('leaves out what the settings switch off', () => {
    expect(choose(['webmention', 'pingback'], { off: ['webmention'] })).toEqual(sends('pingback'));
    expect(choose(['webmention'], { off: ['webmention'] })).toEqual({ kind: 'switched-off' });
  });

  it('goes on to the next after one that did not take it, to the end', () => {
    expect(choose(['webmention', 'pingback'], { notTaken: ['webmention'] })).toEqual(sends('pingback'));
    expect(choose(['webmention'], { notTaken: ['webmention'] })).toEqual({ kind: 'exhausted' });
    expect(choose(['webmention', 'trackback'], { notTaken: ['webmention', 'trackback'] })).toEqual({
      kind: 'exhausted',
    });
  });

  it('is none where the page advertises a trackback URL that the editor named', () => {
    const named = ['https://THEY.example:443/trackback'];
    expect(choose(['webmention', 'trackback'], { named })).toEqual({ kind: 'told-by-trackback' });
    expect(choose(['webmention'], { named })).toEqual(sends('webmention'));
  });

  it('may be for one protocol only', () => {
    expect(choose(['pingback'], { only: 'webmention' })).toEqual({ kind: 'unsupported' });
    expect(choose(['webmention', 'pingback'], { only: 'webmention' })).toEqual(sends('webmention'));
  });
});

describe('a ping was certainly not taken', () => {
  const status = (code: number) => ({ kind: 'status', status: code, retryAfter: null, answer: '' }) as const;

  it.each([400, 401, 403, 404, 405, 410, 413, 415])('by an endpoint that answers %i', (code) => {
    expect(certainlyNotTaken(status(code))).toBe(true);
  });

  it.each([408, 429, 500, 502, 503, 304])('unless it may be another time: %i', (code) => {
    expect(certainlyNotTaken(status(code))).toBe(false);
  });

  it.each(['address-refused', 'port-refused', 'scheme-refused', 'userinfo-refused', 'url-invalid'] as const)(
    'by an endpoint that may not be asked: %s',
    (code) => expect(certainlyNotTaken({ kind: 'unreachable', code })).toBe(true)
  );

  it.each(['timeout', 'connect-failed', 'dns-failed', 'tls-failed', 'aborted', 'response-invalid'] as const)(
    'is not what a lost connection says: %s',
    (code) => expect(certainlyNotTaken({ kind: 'unreachable', code })).toBe(false)
  );

  it('by a server that does not know the method; every other fault is an answer', () => {
    expect(certainlyNotTaken({ kind: 'fault', code: -32601, answer: '' })).toBe(true);
    for (const code of [0, 16, 17, 32, 33, 49, 50])
      expect(certainlyNotTaken({ kind: 'fault', code, answer: '' })).toBe(false);
    expect(certainlyNotTaken({ kind: 'refused', answer: '' })).toBe(false);
    expect(certainlyNotTaken({ kind: 'unreadable', answer: '' })).toBe(false);
  });
});
