import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advertise } from '../../server/src/core/advertise';
import { readEndpoints } from '../../server/src/core/html/endpoints';
import { inPieces, read } from './html/support';

const PAGE = {
  url: 'https://our.example/blog/a-post?a=1&b=2',
  title: 'A post',
  pingback: 'https://cms.example/api/linkbacks/xmlrpc',
  trackback: 'https://cms.example/api/linkbacks/trackback/articles/abc',
  webmention: 'https://cms.example/api/linkbacks/webmention',
  revision: '3f2a',
};
const CLOSED = { ...PAGE, pingback: null, trackback: null, webmention: null };

const discovered = async (html: string) =>
  (await readEndpoints(inPieces(html), { contentType: 'text/html', url: PAGE.url, target: PAGE.url }))
    .endpoints;

describe('what a front-end puts into its page', () => {
  it('is the header and the exact tag that pingback clients look for', () => {
    const { html, headers } = advertise({ ...PAGE, webmention: null });
    expect(html).toBe(
      '<link rel="pingback" href="https://cms.example/api/linkbacks/xmlrpc" />\n' +
        '<meta name="linkbacks-revision" content="3f2a" />'
    );
    expect(headers).toEqual({ 'X-Pingback': PAGE.pingback });
  });

  it('names the webmention endpoint in tag and header', () => {
    const { html, headers } = advertise({ ...CLOSED, webmention: PAGE.webmention });
    expect(html).toContain('<link rel="webmention" href="https://cms.example/api/linkbacks/webmention" />');
    expect(headers).toEqual({ Link: '<https://cms.example/api/linkbacks/webmention>; rel="webmention"' });
  });

  it('names nothing that is closed, but always the revision', async () => {
    const { html, headers, rdf } = advertise(CLOSED);
    expect({ headers, rdf }).toEqual({ headers: {}, rdf: null });
    expect(await discovered(html)).toEqual({ webmention: null, pingback: null, trackback: null });
    expect((await read(html)).revision).toBe('3f2a');
  });

  it('writes no entities into the tag but the four that clients must know', () => {
    const { html } = advertise({ ...PAGE, pingback: `https://x.example/?a&b<c>"d"'é` });
    expect(html).toContain(`href="https://x.example/?a&amp;b&lt;c&gt;&quot;d&quot;'é" />`);
  });

  it('keeps the RDF a comment whatever the title says', () => {
    const { rdf } = advertise({ ...PAGE, title: 'x --><script>alert(1)</script><!--" dc:x="\u0000' });
    expect(rdf?.match(/-->/g)).toHaveLength(1);
    expect(rdf?.slice(4, -3)).not.toMatch(/--|<script|" dc:x/);
    expect(rdf).toContain('dc:title="x &#45;&#45;&gt;&lt;script&gt;');
  });

  it('is found again by our own readers, for any address, title and endpoint', async () => {
    const urls = fc.webUrl({ withFragments: true, withQueryParameters: true });
    await fc.assert(
      fc.asyncProperty(
        urls,
        urls,
        urls,
        fc.string({ unit: 'binary' }),
        async (url, pingback, trackback, title) => {
          const { html, rdf } = advertise({ ...PAGE, url, title, pingback, trackback });
          const page = `<head>${html}</head><body>${rdf ?? ''}<p>x</p></body>`;
          const found = await readEndpoints(inPieces(page), { contentType: null, url, target: url });
          expect(found.endpoints).toEqual({
            webmention: PAGE.webmention,
            pingback: new URL(pingback).href,
            trackback: new URL(trackback).href,
          });
          expect((await read(page)).revision).toBe('3f2a');
        }
      )
    );
  });
});
