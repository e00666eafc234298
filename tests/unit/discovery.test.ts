import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discover, PREFERENCE } from '../../server/src/core/discovery';
import { loopbackClient } from '../helpers/http-client';
import type { HttpClient } from '../../server/src/core/ports';
import { sendPage, startPeer } from '../helpers/http-peer';
import type { Peer, PeerHandler } from '../helpers/http-peer';
import { fixture } from './html/support';

const LINK = '<link rel="pingback" href="/by-link" />';
const RDF = (url: string) => `<!-- <rdf:Description dc:identifier="${url}" trackback:ping="/by-rdf" /> -->`;

const pages: Record<string, PeerHandler> = {
  '/header': (_, response) =>
    sendPage(response, LINK, { headers: { 'x-pingback': 'https://peer.example/by-header' } }),
  '/link': (_, response) => sendPage(response, `<head>${LINK}</head>`),
  '/headers': (_, response) => {
    response.setHeader('X-Pingback', ['ftp://x/', 'https://peer.example/1', 'https://peer.example/2']);
    response.end();
  },
  '/relative-header': (_, response) => sendPage(response, LINK, { headers: { 'x-pingback': 'by-header' } }),
  '/useless-header': (_, response) =>
    sendPage(response, LINK, { headers: { 'x-pingback': 'javascript:alert(1)' } }),
  '/nothing': (_, response) => sendPage(response, '<p>Hello</p>'),
  '/decoys': (_, response) => sendPage(response, fixture('pingback-decoys.html').toString()),
  '/both': ({ path }, response) => sendPage(response, `${LINK}${RDF(`http://${site.host}${path}`)}`),
  '/moved': (_, response) => response.writeHead(302, { location: '/new/place' }).end(),
  '/new/place': (_, response) =>
    sendPage(response, `<link rel=pingback href=ping>${RDF(`${site.url}/moved`)}`),
  '/image': (_, response) => {
    response.writeHead(200, { 'content-type': 'image/svg+xml', 'x-pingback': '/by-header' }).end(LINK);
  },
  '/text': (_, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end(LINK),
  '/untyped': (_, response) => response.writeHead(200).end(LINK),
  '/gone': (_, response) => sendPage(response, LINK, { status: 410, headers: { 'x-pingback': '/x' } }),
  '/busy': (_, response) => sendPage(response, '', { status: 503, headers: { 'retry-after': '120' } }),
  '/broken': (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-length': '9999' });
    response.write(LINK, () => response.destroy());
  },
  '/broken-with-header': (_, response) => {
    response.writeHead(200, {
      'content-type': 'text/html',
      'content-length': '9999',
      'x-pingback': '/by-header',
    });
    response.write('<p>', () => response.destroy());
  },
};

let site: Peer;
let http: HttpClient;

beforeAll(async () => {
  site = await startPeer((request, response) => {
    const page = pages[request.path];
    return page ? page(request, response) : sendPage(response, 'not found', { status: 404 });
  });
  http = loopbackClient({ allowPorts: [site.port] });
});

afterAll(async () => {
  await http.close();
  await site.stop();
});

const endpointsOf = async (path: string): Promise<string[]> => {
  const found = await discover(http, site.url + path, { wanted: PREFERENCE });
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value.endpoints.map(({ protocol, endpoint }) => `${protocol} ${endpoint}`);
};

describe('discovery', () => {
  it('prefers the header to the link element', async () => {
    expect(await endpointsOf('/header')).toEqual(['pingback https://peer.example/by-header']);
  });

  it('takes the first usable of several headers', async () => {
    expect(await endpointsOf('/headers')).toEqual(['pingback https://peer.example/1']);
  });

  it('resolves a relative header, and passes over one that is no http URL', async () => {
    expect(await endpointsOf('/relative-header')).toEqual([`pingback ${site.url}/by-header`]);
    expect(await endpointsOf('/useless-header')).toEqual([`pingback ${site.url}/by-link`]);
  });

  it('finds the link element', async () => {
    expect(await endpointsOf('/link')).toEqual([`pingback ${site.url}/by-link`]);
    expect(await endpointsOf('/untyped')).toEqual([`pingback ${site.url}/by-link`]);
  });

  it('finds nothing where nothing is offered', async () => {
    expect(await endpointsOf('/nothing')).toEqual([]);
    expect(await endpointsOf('/decoys')).toEqual([]);
    expect(await endpointsOf('/text')).toEqual([]);
  });

  it('reads the header of what is no page', async () => {
    expect(await endpointsOf('/image')).toEqual([`pingback ${site.url}/by-header`]);
  });

  it('lists trackback after pingback', async () => {
    expect(await endpointsOf('/both')).toEqual([
      `pingback ${site.url}/by-link`,
      `trackback ${site.url}/by-rdf`,
    ]);
  });

  it('sees endpoints from where the page was found, and knows the page by both addresses', async () => {
    expect(await endpointsOf('/moved')).toEqual([
      `pingback ${site.url}/new/ping`,
      `trackback ${site.url}/by-rdf`,
    ]);
    expect(await discover(http, `${site.url}/moved`, { wanted: PREFERENCE })).toMatchObject({
      value: { finalUrl: `${site.url}/new/place` },
    });
  });

  it('asks once, with a GET', async () => {
    const before = site.requests.length;
    await endpointsOf('/both');
    expect(site.requests.slice(before).map(({ method }) => method)).toEqual(['GET']);
  });

  it('takes no endpoint from an error page, and says how long to wait', async () => {
    const failure = async (path: string) => await discover(http, site.url + path, { wanted: PREFERENCE });
    expect(await failure('/gone')).toEqual({
      ok: false,
      error: { kind: 'status', status: 410, retryAfter: null },
    });
    expect(await failure('/busy')).toEqual({
      ok: false,
      error: { kind: 'status', status: 503, retryAfter: 120 },
    });
  });

  it('says why the target could not be reached, and fetches nothing that the guard refuses', async () => {
    const before = site.requests.length;
    const refused = await discover(http, 'http://10.0.0.1/', { wanted: PREFERENCE });
    expect(refused).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
    expect(site.requests).toHaveLength(before);
    expect(await discover(http, `${site.url}/broken`, { wanted: PREFERENCE })).toMatchObject({
      error: { kind: 'unreachable' },
    });
  });

  it('believes the header even when the page breaks off', async () => {
    expect(await endpointsOf('/broken-with-header')).toEqual([`pingback ${site.url}/by-header`]);
  });
});
