import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createNeighbour } from '../../playground/neighbour/server.mjs';
import { serve, servePages } from './serve';

const newFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'linkbacks-neighbour-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'posts.json');
};

const startNeighbour = (file = newFile()) => serve((siteUrl) => createNeighbour({ siteUrl, file }));

const ping = async (neighbour: string, source: string, target: string): Promise<string> => {
  const params = [source, target].map((url) => `<param><value><string>${url}</string></value></param>`);
  const body = `<?xml version="1.0"?><methodCall><methodName>pingback.ping</methodName><params>${params.join('')}</params></methodCall>`;
  const response = await fetch(`${neighbour}/xmlrpc`, { method: 'POST', body });
  expect(response.status).toBe(200);
  return response.text();
};

const faultCode = (xml: string): number => Number(/<int>(-?\d+)<\/int>/.exec(xml)?.[1]);
const read = async (url: string): Promise<string> => (await fetch(url)).text();

const publish = async (neighbour: string, post: Record<string, string>) => {
  const response = await fetch(`${neighbour}/posts`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(post),
  });
  return (await response.json()) as { url: string; pings: { ok: boolean; answer: string }[] };
};

describe('the neighbour as target', () => {
  test('its posts name the pingback endpoint in a header, for HEAD too, and in the exact tag', async () => {
    const neighbour = await startNeighbour();

    const head = await fetch(`${neighbour}/posts/letters-to-strangers`, { method: 'HEAD' });
    const page = await read(`${neighbour}/posts/letters-to-strangers`);

    expect(head.headers.get('x-pingback')).toBe(`${neighbour}/xmlrpc`);
    expect(page).toContain(`<link rel="pingback" href="${neighbour}/xmlrpc">`);
  });

  test('a pingback whose source links to the post is shown below it, with title and words', async () => {
    const neighbour = await startNeighbour();
    const target = `${neighbour}/posts/letters-to-strangers`;
    const source = await servePages(() => ({
      '/a': `<title>On &lt;letters&gt;</title><body><p>Read <a href="${target}">this one</a> first.</p>`,
    }));

    const answer = await ping(neighbour, `${source}/a`, target);
    const page = await read(target);

    expect(answer).toContain('Thank you');
    expect(page).toContain(`<a href="${source}/a" rel="nofollow">On &lt;letters&gt;</a>`);
    expect(page).toContain('Read this one first.');
  });

  test('the same pingback again is fault 48', async () => {
    const neighbour = await startNeighbour();
    const target = `${neighbour}/posts/a-pot-of-beans`;
    const source = await servePages(() => ({ '/': `<body><a href="${target}">beans</a>` }));

    await ping(neighbour, `${source}/`, target);

    expect(faultCode(await ping(neighbour, `${source}/`, target))).toBe(48);
  });

  test.each([
    ['the source has no link', '<p>nothing here</p>', 17],
    ['the link stands in a comment', '<!-- <a href="TARGET">x</a> -->', 17],
    ['the link goes to a longer URL', '<a href="TARGET-and-more">x</a>', 17],
    ['the source does not exist', undefined, 16],
  ])('%s: fault, and nothing is shown', async (_name, html, code) => {
    const neighbour = await startNeighbour();
    const target = `${neighbour}/posts/a-pot-of-beans`;
    const source = await servePages((): Record<string, string> =>
      html === undefined ? {} : { '/': html.replace('TARGET', target) }
    );

    expect(faultCode(await ping(neighbour, `${source}/`, target))).toBe(code);
    expect(await read(target)).not.toContain('They link here');
  });

  test.each([
    ['/posts/missing', 32],
    ['/', 32],
  ])('a ping for %s is fault %i', async (path, code) => {
    const neighbour = await startNeighbour();
    expect(faultCode(await ping(neighbour, 'http://127.0.0.1:9/', `${neighbour}${path}`))).toBe(code);
  });

  test('a trackback is believed, but shown as text', async () => {
    const neighbour = await startNeighbour();
    const form = new URLSearchParams({
      url: 'http://127.0.0.1:9/post',
      title: '<script>alert(1)</script>',
      excerpt: '"><img src=x onerror=alert(1)>',
      blog_name: '<b>Evil</b>',
    });

    const response = await fetch(`${neighbour}/trackback/a-pot-of-beans`, { method: 'POST', body: form });
    const page = await read(`${neighbour}/posts/a-pot-of-beans`);

    expect(await response.text()).toContain('<error>0</error>');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toMatch(/<script|<img|<b>/);
  });

  test('a trackback that names a script as its source is refused', async () => {
    const neighbour = await startNeighbour();
    const body = new URLSearchParams({ url: 'javascript:alert(1)', title: 'x' });
    const response = await fetch(`${neighbour}/trackback/a-pot-of-beans`, { method: 'POST', body });
    expect(await response.text()).toContain('<error>1</error>');
  });
});

describe('the neighbour as source', () => {
  test('a new post pings the page that it links to, which can verify it', async () => {
    const neighbour = await startNeighbour();
    const other = await startNeighbour();
    const target = `${other}/posts/letters-to-strangers`;

    const post = await publish(neighbour, { title: 'Hello', text: `Go and [read this](${target}).` });

    expect(post.pings).toEqual([expect.objectContaining({ target, protocol: 'pingback', ok: true })]);
    expect(await read(target)).toContain(post.url);
    expect(await read(post.url)).toContain('accepted');
  });

  test('by trackback it finds the endpoint in the RDF of the page', async () => {
    const neighbour = await startNeighbour();
    const other = await startNeighbour();
    const target = `${other}/posts/a-pot-of-beans`;

    const post = await publish(neighbour, {
      title: 'Bay leaves',
      text: `Three in [this pot](${target}).`,
      protocol: 'trackback',
    });

    expect(post.pings).toEqual([expect.objectContaining({ protocol: 'trackback', ok: true })]);
    expect(await read(target)).toContain('Three in this pot.');
  });

  test('a page without an endpoint is said to have none', async () => {
    const neighbour = await startNeighbour();
    const other = await servePages(() => ({ '/': '<title>Quiet</title>' }));
    const { pings } = await publish(neighbour, { title: 'Hm', text: `[quiet](${other}/)` });
    expect(pings).toEqual([
      expect.objectContaining({ ok: false, answer: 'the page names no pingback endpoint' }),
    ]);
  });

  test('the text of a post is escaped', async () => {
    const neighbour = await startNeighbour();
    const { url } = await publish(neighbour, {
      title: 'A <b>',
      text: '<img src=x> [x](http://127.0.0.1:9/?"onclick=")',
    });
    const page = await read(url);
    expect(page).toContain('<h1>A &lt;b&gt;</h1>');
    expect(page).not.toMatch(/<img|"onclick/);
  });

  test('a form of another site cannot publish', async () => {
    const neighbour = await startNeighbour();
    const response = await fetch(`${neighbour}/posts`, {
      method: 'POST',
      headers: { Origin: 'http://evil.example' },
      body: new URLSearchParams({ title: 'x', text: 'y' }),
    });
    expect(response.status).toBe(403);
  });
});

test('what the neighbour got is there after a restart', async () => {
  const file = newFile();
  const first = await startNeighbour(file);
  await fetch(`${first}/trackback/a-pot-of-beans`, {
    method: 'POST',
    body: new URLSearchParams({ url: 'http://127.0.0.1:9/kept', title: 'Kept' }),
  });

  const second = await startNeighbour(file);

  expect(await read(`${second}/posts/a-pot-of-beans`)).toContain('http://127.0.0.1:9/kept');
});
