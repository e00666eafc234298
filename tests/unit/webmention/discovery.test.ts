import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discover, PREFERENCE } from '../../../server/src/core/discovery';
import { loopbackClient } from '../../helpers/http-client';
import type { HttpClient } from '../../../server/src/core/ports';
import type { Protocol } from '../../../server/src/core/types';
import { sendPage, startPeer, type Peer } from '../../helpers/http-peer';

interface Page {
  readonly link?: string | string[];
  readonly headers?: Record<string, string>;
  readonly html?: string;
  /** Path, with the origin where it matters; null: no endpoint. */
  readonly endpoint: string | null;
}

/** One page for each rule of discovery (Webmention §3.1.2, RFC 8288); the public test suite asks for the same. */
const PAGES: Record<string, Page> = {
  'a Link header with a relative address': { link: '</wm>; rel=webmention', endpoint: '/wm' },
  'a Link header with an absolute address': { link: '<$ORIGIN/wm?a=1>; rel=webmention', endpoint: '/wm?a=1' },
  'a Link header with a quoted relation': { link: '</wm>; rel="webmention"', endpoint: '/wm' },
  'a Link header with several relations': { link: '</wm>; rel="webmention somethingelse"', endpoint: '/wm' },
  'a Link header with another relation first': { link: '</wm>; rel="other WebMention"', endpoint: '/wm' },
  'one of several Link headers': { link: ['</a>; rel="other"', '</wm>; rel="webmention"'], endpoint: '/wm' },
  'a Link header that is a list': { link: '</a,b;c>; rel="x, y", </wm>; rel=webmention', endpoint: '/wm' },
  'a Link header of strange case': { headers: { LinK: '</wm>; ReL="WEBMENTION"' }, endpoint: '/wm' },
  'a Link header after one that is garbage': { link: ['<oops', '</wm>; rel=webmention'], endpoint: '/wm' },
  'a Link header before garbage': { link: '</wm>; rel=webmention, </b>; rel=b, garbage', endpoint: '/wm' },
  'a Link header behind parameters without value': {
    link: '</s.css>; rel=preload; as=style; nopush, <//x.example>;rel=preconnect;crossorigin,</wm>;rel=webmention',
    endpoint: '/wm',
  },
  'a Link header behind a link that cannot be read': {
    link: `, garbage, <http://[>; rel=x, </t>; title*=UTF-8''%e2%82; rel=t, </q>; title="a, </b>; rel=webmention", </wm>; rel=webmention`,
    endpoint: '/wm',
  },
  'a Link header whose first relation is another one': {
    link: '</wm>; rel=x; rel=webmention',
    endpoint: null,
  },
  'a Link header that says it is about this page': {
    link: '</wm>; rel=webmention; anchor="#top"',
    endpoint: '/wm',
  },
  'no Link header that is about another page': {
    link: '</wm>; rel=webmention; anchor="/other"',
    endpoint: null,
  },
  'no Link header of a longer relation': { link: '</wm>; rel="not-webmention"', endpoint: null },
  'no Link header that is no http URL': { link: '<javascript:alert(1)>; rel=webmention', endpoint: null },
  'the Link header rather than the page': {
    link: '</by-header>; rel=webmention',
    html: '<link rel=webmention href=/by-link>',
    endpoint: '/by-header',
  },
  'a link element': { html: '<link rel="webmention" href="/wm">', endpoint: '/wm' },
  'a link element with an absolute address': {
    html: '<link rel=webmention href="$ORIGIN/wm">',
    endpoint: '/wm',
  },
  'a link element with several relations': { html: '<link href=/wm rel="a webmention b">', endpoint: '/wm' },
  'an anchor': { html: '<a rel="webmention" href="/wm">webmention</a>', endpoint: '/wm' },
  'an anchor before a link element': {
    html: '<a rel=webmention href=/a>a</a><link rel=webmention href=/b>',
    endpoint: '/a',
  },
  'a link element before an anchor': {
    html: '<link rel=webmention href=/b><a rel=webmention href=/a>a</a>',
    endpoint: '/b',
  },
  'the page itself for an empty href': { html: '<link rel=webmention href="">', endpoint: '$PAGE' },
  'the next one after one without href': {
    html: '<link rel=webmention><a rel=webmention href=/wm>a</a>',
    endpoint: '/wm',
  },
  'a query that stays': {
    html: '<link rel=webmention href="/wm?query=yes&amp;b">',
    endpoint: '/wm?query=yes&b',
  },
  'an address seen from the base': {
    html: '<base href="/deep/"><link rel=webmention href=wm>',
    endpoint: '/deep/wm',
  },
  'nothing in a comment': { html: '<!-- <link rel=webmention href=/wm> -->', endpoint: null },
  'nothing in escaped text': { html: '&lt;link rel=webmention href=/wm&gt;', endpoint: null },
  'nothing in a script': { html: '<script>"<link rel=webmention href=/wm>"</script>', endpoint: null },
  'nothing in a template': { html: '<template><a rel=webmention href=/wm>a</a></template>', endpoint: null },
  'nothing of a longer relation': { html: '<link rel="not-webmention" href=/wm>', endpoint: null },
  'nothing of another element': { html: '<div rel=webmention href=/wm></div>', endpoint: null },
  'the header of what is no page': {
    link: '</wm>; rel=webmention',
    headers: { 'content-type': 'application/pdf' },
    endpoint: '/wm',
  },
};

const NAMES = Object.keys(PAGES);

let site: Peer;
let http: HttpClient;

const fill = (text: string) => text.replaceAll('$ORIGIN', site.url);

beforeAll(async () => {
  site = await startPeer((request, response) => {
    const [, kind, index] = request.path.split('/');
    if (kind === 'moved') return response.writeHead(302, { location: `/deep/${index}` }).end();
    if (kind === 'endless') {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.write(`<link rel=webmention href=/wm>${'<p>And so on.</p>'.repeat(500)}`);
      return undefined;
    }
    const page = PAGES[NAMES[Number(index)] ?? ''];
    if (!page) return sendPage(response, '<link rel=webmention href=wm>', {});
    for (const [name, value] of Object.entries(page.headers ?? {})) response.setHeader(name, value);
    if (page.link) response.setHeader('Link', [page.link].flat().map(fill));
    if (!response.hasHeader('content-type')) response.setHeader('content-type', 'text/html');
    return response.end(`<!doctype html><title>x</title>${fill(page.html ?? '<p>x</p>')}`);
  });
  http = loopbackClient({ allowPorts: [site.port] });
});
afterAll(async () => {
  await http.close();
  await site.stop();
});

const find = async (path: string, o: { wanted?: readonly Protocol[]; whole?: boolean } = {}) => {
  const found = await discover(http, site.url + path, { wanted: PREFERENCE, ...o });
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value;
};

describe('the webmention endpoint of a target is', () => {
  it.each(Object.entries(PAGES))('%s', async (name, { endpoint }) => {
    const path = `/page/${NAMES.indexOf(name)}`;
    const { endpoints } = await find(path);
    const expected = endpoint === '$PAGE' ? site.url + path : endpoint && site.url + endpoint;
    expect(endpoints).toEqual(expected === null ? [] : [{ protocol: 'webmention', endpoint: expected }]);
  });

  it('seen from where the target was found', async () => {
    const { endpoints, finalUrl } = await find('/moved/here');
    expect(finalUrl).toBe(`${site.url}/deep/here`);
    expect(endpoints).toEqual([{ protocol: 'webmention', endpoint: `${site.url}/deep/wm` }]);
  });
});

describe('reading stops', () => {
  it('when the answer is known, however long the page goes on', async () => {
    expect(await find('/endless/1')).toMatchObject({
      complete: false,
      endpoints: [{ protocol: 'webmention' }],
    });
  });

  it('before the page when the header says it, unless the whole is wanted', async () => {
    const path = `/page/${NAMES.indexOf('the Link header rather than the page')}`;
    expect((await find(path)).complete).toBe(false);
    expect((await find(path, { whole: true })).complete).toBe(true);
  });

  it('not before the end when another protocol is wanted', async () => {
    const path = `/page/${NAMES.indexOf('a link element')}`;
    expect(await find(path, { wanted: ['pingback'] })).toMatchObject({ complete: true, endpoints: [] });
  });
});
