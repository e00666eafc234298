import { describe, expect, it } from 'vitest';
import { readEndpoints } from '../../../server/src/core/html/endpoints';
import { fixture, inPieces } from './support';

const URL_OF_PAGE = 'https://peer.example/blog/post';
const endpointsOf = async (
  page: Uint8Array | string,
  options: { url?: string; target?: string; size?: number } = {}
) => {
  const { url = URL_OF_PAGE, target = url, size } = options;
  const found = await readEndpoints(inPieces(page, size), { contentType: 'text/html', url, target });
  return found.endpoints;
};
const pingbackOf = async (html: string) => (await endpointsOf(html)).pingback;
const trackbackOf = async (html: string) => (await endpointsOf(html)).trackback;

describe('the pingback endpoint of a page', () => {
  it.each([
    [
      'the exact form',
      '<link rel="pingback" href="https://peer.example/x?a=1&amp;b=%22">',
      'https://peer.example/x?a=1&b=%22',
    ],
    [
      'the exact form of XHTML',
      '<link rel="pingback" href="https://peer.example/x" />',
      'https://peer.example/x',
    ],
    [
      'other order, quotes and case',
      "<LINK HREF='https://peer.example/x' title=a REL='PingBack'>",
      'https://peer.example/x',
    ],
    ['no quotes', '<link rel=pingback href=https://peer.example/x>', 'https://peer.example/x'],
    [
      'several rel tokens',
      '<link rel="alternate\n pingback" href="https://peer.example/x">',
      'https://peer.example/x',
    ],
    ['relative', '<link rel="pingback" href="../x?y">', 'https://peer.example/x?y'],
    [
      'relative to a base',
      '<base href="https://cdn.example/"><link rel="pingback" href="x">',
      'https://cdn.example/x',
    ],
    ['in the body', '<body><p><link rel="pingback" href="/x"></p>', 'https://peer.example/x'],
    [
      'the first of two',
      '<link rel="pingback" href="/1"><link rel="pingback" href="/2">',
      'https://peer.example/1',
    ],
    [
      'the first that can be used',
      '<link rel="pingback" href="ftp://x/"><link rel="pingback" href="/2">',
      'https://peer.example/2',
    ],
  ])('is found: %s', async (_, html, endpoint) => {
    expect(await pingbackOf(html)).toBe(endpoint);
  });

  it('is never taken from comments, scripts, escaped text, other elements or unusable addresses', async () => {
    expect(await endpointsOf(fixture('pingback-decoys.html'))).toEqual({
      webmention: null,
      pingback: null,
      trackback: null,
    });
  });
});

describe('the trackback URL of a page', () => {
  const page = fixture('movable-type.html');
  const url = 'http://old.example/archive/1.html?a=1&b=2';
  const ping = 'http://old.example/mt-tb.cgi/1?x=1&y=2';

  it('is that of the RDF description of this very page', async () => {
    expect((await endpointsOf(page, { url })).trackback).toBe(ping);
    expect((await endpointsOf(page, { url: 'http://old.example/archive/2.html' })).trackback).toMatch(/\/2$/);
    expect((await endpointsOf(page, { url: 'http://old.example/archive/3.html' })).trackback).toBeNull();
  });

  it('is found by the address that was asked for, also with a fragment, and in pieces', async () => {
    const moved = { url: 'http://new.example/1', target: url, size: 1 };
    expect((await endpointsOf(page, moved)).trackback).toBe(ping);
    expect((await endpointsOf(page, { ...moved, target: `${url}#c1` })).trackback).toBe(ping);
  });

  it('is taken from open RDF, and exact identifiers before those that differ by a fragment', async () => {
    const rdf = (identifier: string, n: number) =>
      `<rdf:Description dc:identifier="${identifier}" trackback:ping="/tb/${n}" />`;
    expect(await trackbackOf(`<rdf:RDF>${rdf(`${URL_OF_PAGE}#a`, 1)}${rdf(URL_OF_PAGE, 2)}</rdf:RDF>`)).toBe(
      'https://peer.example/tb/2'
    );
  });

  it('is else that of a rel=trackback link', async () => {
    expect(await trackbackOf('<a rel="nofollow trackback" href="/tb">Trackback URL</a>')).toBe(
      'https://peer.example/tb'
    );
    expect(await trackbackOf('<link rel=trackback href=/1><a rel=trackback href=/2></a>')).toBe(
      'https://peer.example/1'
    );
  });

  it('is nothing else than http', async () => {
    const html = `<!-- <rdf:Description dc:identifier="${URL_OF_PAGE}" trackback:ping="file:///etc/passwd" /> -->`;
    expect(await trackbackOf(html)).toBeNull();
  });
});
