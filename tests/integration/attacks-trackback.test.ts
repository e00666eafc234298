import { describe, expect, it } from 'vitest';
import {
  linkTo,
  page,
  ping,
  TARGET,
  testAttacks,
  track,
  useAttackLab,
  type Attack,
  type AttackLab,
} from '../helpers/attack-lab';
import { says } from '../helpers/bad-peers';
import { readTrackback, storedLinkbacks } from '../helpers/receiving';

/** PROTOCOLS §6, "TrackBack", as far as it is received; peers that we send to: misbehaving-peers.test.ts. */
const lab = useAttackLab();

const HTML = { headers: { 'content-type': 'text/html; charset=utf-8' } };
const at = (path: string, body: string): void => void lab.pages.set(path, says(page(body, ''), HTML));

/** A body as it is, with its content type. */
const send = async ({ app, entries }: AttackLab, body: string | Buffer, type?: string): Promise<string> => {
  const request = app.request.post(`/api/linkbacks/trackback/articles/${entries.hello}/en`);
  const typed = type === undefined ? request : request.set('content-type', type);
  const { status, error } = readTrackback(
    await typed.serialize((sent: unknown) => sent as string).send(Buffer.from(body))
  );
  if (status !== 200) return String(status);
  return error === null ? 'accepted' : `error ${error}`;
};

const FORM = 'application/x-www-form-urlencoded';
const url = ({ blog }: AttackLab, path = '/post'): string => `url=${encodeURIComponent(blog.url + path)}`;
const invalid = /^error Invalid parameters/;
const taken = { answer: 'accepted', stored: 1, fetched: ['/post'] };

const refused: Attack[] = [
  { what: 'no body', send: (o) => send(o, '', FORM), answer: invalid },
  { what: 'no url', send: (o) => send(o, 'title=x&excerpt=y', FORM), answer: invalid },
  { what: 'an empty url', send: (o) => send(o, 'url=', FORM), answer: invalid },
  { what: 'two urls', send: (o) => send(o, `${url(o)}&${url(o, '/other')}`, FORM), answer: invalid },
  { what: 'url[]', send: (o) => send(o, url(o).replace('url=', 'url[]='), FORM), answer: invalid },
  {
    what: 'JSON',
    send: (o) => send(o, JSON.stringify({ url: `${o.blog.url}/post` }), 'application/json'),
    answer: invalid,
  },
  {
    what: 'a multipart form',
    send: (o) => send(o, url(o), 'multipart/form-data; boundary=x'),
    answer: invalid,
  },
  { what: 'utf-7', send: (o) => send(o, url(o), `${FORM}; charset=utf-7`), answer: invalid },
  { what: 'utf-7 in the field', send: (o) => send(o, `${url(o)}&charset=utf-7`, FORM), answer: invalid },
  {
    what: 'a charset that nobody knows',
    send: (o) => send(o, url(o), `${FORM}; charset=x-nobody`),
    answer: invalid,
  },
  {
    what: 'an excerpt of 1 MB',
    send: (o) => send(o, `${url(o)}&excerpt=${'x'.repeat(1_000_000)}`, FORM),
    answer: '413',
  },
  {
    what: 'a source without the link back',
    send: (o) => {
      at('/unlinked', '<p>No link.</p>');
      return track(o, { url: `${o.blog.url}/unlinked`, title: 'A title' });
    },
    answer: 'error The source does not contain a link to the target.',
    fetched: ['/unlinked'],
  },
  {
    what: 'a source inside',
    send: (o) => track(o, { url: `${o.inside.url}/post` }),
    answer: 'error The source could not be fetched.',
  },
  {
    what: 'the entry’s own page',
    send: (o) => track(o, { url: `${TARGET}/#x` }),
    answer: invalid,
  },
  {
    what: 'a draft',
    send: (o) => track(o, { url: `${o.blog.url}/post` }, `articles/${o.entries.draft}/en`),
    answer: 'error The target does not exist.',
  },
  {
    what: 'a locale that is a draft',
    send: (o) => track(o, { url: `${o.blog.url}/post` }, `articles/${o.entries.hello}/fr`),
    answer: 'error The target does not exist.',
  },
  {
    what: 'a closed entry',
    send: (o) => track(o, { url: `${o.blog.url}/post` }, `articles/${o.entries.closed}/en`),
    answer: 'error The target does not accept trackbacks.',
  },
  {
    what: 'GET',
    send: async ({ app, blog, entries }) => {
      const query = { url: `${blog.url}/post`, title: 'x' };
      const path = `/api/linkbacks/trackback/articles/${entries.hello}/en`;
      return String((await app.request.get(path).query(query)).status);
    },
    answer: '302',
  },
];

const accepted: Attack[] = [
  { what: 'the url only', send: (o) => send(o, url(o), FORM), ...taken },
  { what: 'no content type', send: (o) => send(o, url(o)), ...taken },
  { what: 'blanks around the url', send: (o) => send(o, url(o).replace('url=', 'url=+%0A'), FORM), ...taken },
];

describe('a trackback is refused with', () => testAttacks(lab, refused));
describe('a trackback is taken with', () => testAttacks(lab, accepted));

describe('the words of a trackback', () => {
  it.each([
    ['Shift_JIS', `${FORM}; charset=shift_jis`, '%93%FA%96%7B%8C%EA', '日本語'],
    ['ISO-8859-1', `${FORM}; charset=iso-8859-1`, 'caf%E9', 'café'],
    ['ISO-8859-1 that is not declared', FORM, 'caf%E9', 'café'],
    ['UTF-8', FORM, 'caf%C3%A9', 'café'],
  ])('in %s are read', async (what, type, title, text) => {
    const path = `/words-${what.replaceAll(/\W+/g, '-')}`;
    at(path, `<h1>${text}</h1>${linkTo()}`);
    expect(await send(lab, `${url(lab, path)}&title=${title}`, type)).toBe('accepted');
    expect(await storedLinkbacks(lab.app)).toMatchObject([{ title: text }]);
  });

  it('that the source does not contain are not shown', async () => {
    at('/silent', linkTo());
    const claims = { title: 'Buy now', excerpt: 'Cheap pills', blog_name: 'A well-known paper' };
    expect(await track(lab, { url: `${lab.blog.url}/silent`, ...claims })).toBe('accepted');
    const [stored] = await storedLinkbacks(lab.app);
    expect(stored).toMatchObject({ title: null, siteName: null, excerpt: 'I read a good article today.' });
    expect(JSON.stringify(stored)).not.toMatch(/Buy now|Cheap pills|well-known/);
  });

  it('are plain text although the source shows their markup', async () => {
    at('/shown', `<h1>&lt;script&gt;alert(1)&lt;/script&gt; hello</h1>${linkTo()}`);
    expect(await track(lab, { url: `${lab.blog.url}/shown`, title: '<script>alert(1)</script> hello' })).toBe(
      'accepted'
    );
    const [stored] = await storedLinkbacks(lab.app);
    expect(String(stored?.title)).not.toMatch(/<script/i);
  });
});

describe('the answer to a trackback', () => {
  it('escapes whatever it repeats, and is XML', async () => {
    const path = `/api/linkbacks/trackback/articles/${lab.entries.hello}/en`;
    const answer = await lab.app.request.post(path).type('form').send('url=%3Cscript%3E');
    expect(answer.headers['content-type']).toMatch(/^text\/xml/);
    expect(answer.text).not.toContain('<script>');
  });
});

describe('a source that sent a pingback and sends a trackback', () => {
  it('is known already', async () => {
    expect(await ping(lab, '/twice')).toBe('accepted');
    expect(await track(lab, { url: `${lab.blog.url}/twice` })).not.toBe('');
    expect(await storedLinkbacks(lab.app)).toHaveLength(1);
  });
});
