import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpHop } from '../../server/src/core/ports';
import type { PageReader, SourceRequest } from '../../server/src/core/reading/page-reader';
import { err, ok } from '../../server/src/core/result';
import { exactly } from '../../server/src/core/url/target-rule';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';

const TARGET = 'https://example.com/blog/hello';
const PAGE = `<title>A source</title><p>It says <a href="${TARGET}">this</a> there, and means it.</p>`;
const ENDPOINTS = '<link rel="pingback" href="/xmlrpc"><link rel="webmention" href="/wm">';

/** A request about a source of the peer. */
export const sourceRequest = (source: string, over: Partial<SourceRequest> = {}): SourceRequest => ({
  source,
  target: exactly(TARGET),
  required: null,
  itself: exactly(TARGET),
  ownSoftware: { hosts: [], paths: [], siteHosts: new Set(), port: null },
  headers: {},
  sought: [],
  countLinks: false,
  otherTypes: false,
  ...over,
});

/** Every page reader passes these. */
export const pageReaderContract = (name: string, make: () => PageReader): void => {
  describe(`the page reader ${name}`, () => {
    let site: Peer;
    let reader: PageReader;

    beforeAll(async () => {
      site = await startPeer((request, response) => {
        if (request.path === '/hanging') return undefined;
        if (request.path === '/redirect') return response.writeHead(302, { location: '/post' }).end();
        if (request.path === '/endpoints') return sendPage(response, ENDPOINTS);
        return sendPage(response, PAGE, { status: request.path === '/missing' ? 404 : 200 });
      });
      reader = make();
    });
    afterAll(async () => {
      await reader.close();
      await site.stop();
    });

    it('verifies a source, and says which texts it shows', async () => {
      const seen = await reader.verify(
        sourceRequest(`${site.url}/post`, { sought: ['It says this there', 'something else'] })
      );
      expect(seen).toMatchObject(
        ok({ title: 'A source', link: TARGET, finalUrl: `${site.url}/post`, shown: ['It says this there'] })
      );
    });

    it('gives failures as values', async () => {
      const missing = await reader.verify(sourceRequest(`${site.url}/missing`));
      expect(missing).toEqual(err({ kind: 'status', status: 404 }));
      const other = sourceRequest(`${site.url}/post`, { target: exactly('https://example.com/other') });
      expect(await reader.verify(other)).toEqual(err({ kind: 'no-link' }));
      expect(await reader.verify(sourceRequest('ftp://a.example/'))).toEqual(
        err({ kind: 'unreachable', code: 'scheme-refused' })
      );
    });

    it('asks the guard before each connection, and tells it what came', async () => {
      const hops: HttpHop[] = [];
      let bytes = 0;
      const guard = {
        admit: (hop: HttpHop) => hops.push(hop) > 0,
        spent: (_: HttpHop, more: number) => void (bytes += more),
      };
      const seen = await reader.verify(sourceRequest(`${site.url}/redirect`), { guard });
      expect(seen.ok).toBe(true);
      expect(hops.map(({ url }) => url)).toEqual([`${site.url}/redirect`, `${site.url}/post`]);
      expect(bytes).toBeGreaterThan(PAGE.length);
    });

    it('goes nowhere when the guard says no', async () => {
      const before = site.requests.length;
      const guard = { admit: async () => false, spent: () => undefined };
      const seen = await reader.verify(sourceRequest(`${site.url}/post`), { guard });
      expect(seen).toEqual(err({ kind: 'unreachable', code: 'busy' }));
      expect(site.requests).toHaveLength(before);
    });

    it('ends when its caller gives up', async () => {
      const abort = new AbortController();
      const before = site.requests.length;
      const seen = reader.verify(sourceRequest(`${site.url}/hanging`), { signal: abort.signal });
      await expect.poll(() => site.requests.length).toBe(before + 1);
      abort.abort();
      expect(await seen).toEqual(err({ kind: 'unreachable', code: 'aborted' }));
      const late = await reader.verify(sourceRequest(`${site.url}/post`), { signal: abort.signal });
      expect(late).toEqual(err({ kind: 'unreachable', code: 'aborted' }));
    });

    it('finds the endpoints of a target', async () => {
      const found = await reader.discover(`${site.url}/endpoints`, {
        wanted: ['webmention', 'pingback'],
        whole: true,
      });
      expect(found).toMatchObject(
        ok({
          endpoints: [
            { protocol: 'webmention', endpoint: `${site.url}/wm` },
            { protocol: 'pingback', endpoint: `${site.url}/xmlrpc` },
          ],
        })
      );
    });

    it('asks a target under a guard, too', async () => {
      const hops: HttpHop[] = [];
      let bytes = 0;
      const guard = {
        admit: (hop: HttpHop) => hops.push(hop) < 2,
        spent: (_: HttpHop, more: number) => void (bytes += more),
      };
      const ask = (path: string) =>
        reader.discover(`${site.url}${path}`, { wanted: ['webmention'], whole: true }, { guard });
      expect(await ask('/endpoints')).toMatchObject({ ok: true });
      expect(bytes).toBeGreaterThan(ENDPOINTS.length);
      expect(await ask('/endpoints')).toEqual(err({ kind: 'unreachable', code: 'busy' }));
      expect(hops.map(({ url }) => url)).toEqual([`${site.url}/endpoints`, `${site.url}/endpoints`]);
    });

    it('reads a page of our own, as far as it is asked for', async () => {
      const url = `${site.url}/post`;
      const targets = [`${TARGET}#part`, 'https://example.com/other'];
      const page = await reader.ownPage({ url, privateHosts: new Set(), targets });
      expect(page).toMatchObject(ok({ status: 200, isPage: true, links: new Set([TARGET]) }));
    });

    it('finds the links of texts, short and long', async () => {
      const words = 'word '.repeat(20_000);
      for (const before of ['', words]) {
        const found = await reader.links(
          [
            { kind: 'markdown', value: `${before}\n\n[one](https://one.example/)` },
            { kind: 'html', value: '<a href="/two">two</a>' },
            { kind: 'blocks', value: [{ type: 'link', url: 'https://three.example/', children: [] }] },
          ],
          'https://example.com/'
        );
        const urls = found.ok ? found.value.map(({ url }) => url) : found.error;
        expect(urls).toEqual(['https://one.example/', 'https://example.com/two', 'https://three.example/']);
      }
    });
  });
};
