import { describe, expect, it } from 'vitest';
import {
  ping,
  TARGET,
  testAttacks,
  testAttacksTogether,
  track,
  useAttackLab,
  type Attack,
  type AttackLab,
} from '../helpers/attack-lab';
import { SITE, storedLinkbacks } from '../helpers/receiving';

/** PROTOCOLS §6, "Parameters", and what of "Server-side request forgery" is a source. */
const lab = useAttackLab();

const BAD = 'fault -32602';

const sources: Attack[] = [
  ['javascript:', 'javascript:alert(1)', BAD],
  ['javascript: in capitals and with a tab', 'JaVaScript:\talert(1)', BAD],
  ['data:', 'data:text/html,<a href=x>', BAD],
  ['file:', 'file:///etc/passwd', BAD],
  ['ftp:', 'ftp://127.0.0.3/post', BAD],
  ['gopher:', 'gopher://127.0.0.3:6379/_FLUSHALL', BAD],
  ['no scheme', '//127.0.0.2/post', BAD],
  ['a name without slashes', 'http:127.0.0.2', BAD],
  ['nothing', '', BAD],
  ['a user and a password', 'http://user:password@127.0.0.2/post', BAD],
  ['a user', 'http://user@127.0.0.2/post', BAD],
  ['NUL', 'http://127.0.0.2/a\u0000b', BAD],
  ['a line feed', 'http://127.0.0.2/a\nX-Header: 1', BAD],
  ['a blank', 'http://127.0.0.2/a b', BAD],
  ['60 kB', `http://127.0.0.2/${'x'.repeat(60_000)}`, BAD],
  ['65 kB', `http://127.0.0.2/${'x'.repeat(66_560)}`, '413'],
  ['letters that take 3 kB once they are encoded', `http://127.0.0.2/${'ü'.repeat(600)}`, BAD],
  ['no host', 'http://', BAD],
  ['a port that is none', 'http://127.0.0.2:99999/', BAD],
  ['a bad IPv6 address', 'http://[::1/', BAD],
  ['an object', '{"$ne":null}', BAD],
].map(([what, source, answer]) => ({
  what: String(what),
  send: (o) => ping(o, String(source)),
  answer: String(answer),
}));

/** All of these are answered alike, and no sooner than the budget ends: the answer tells nothing of what is there. */
const unreachable: Attack[] = [
  ['a machine inside', (o: AttackLab) => `${o.inside.url}/post`],
  ['loopback', () => 'http://127.0.0.1/post'],
  ['loopback, short', () => 'http://127.1/post'],
  ['loopback in decimal', () => 'http://2130706433/post'],
  ['IPv6 loopback', () => 'http://[::1]/post'],
  ['loopback mapped into IPv6', () => 'http://[::ffff:127.0.0.3]/post'],
  ['a metadata service', () => 'http://169.254.169.254/latest/meta-data'],
  ['a closed port', () => 'http://127.0.0.2:9/post'],
  ['a port of something else', () => 'http://127.0.0.2:22/post'],
  ['a database', () => 'http://127.0.0.2:3306/post'],
  ['our own endpoint', () => 'http://127.0.0.1:1337/api/linkbacks/xmlrpc'],
  ['our own admin', () => 'http://127.0.0.1:1337/admin'],
  ['a name that does not exist', () => 'http://nowhere.invalid/post'],
].map(([what, source]) => ({
  what: String(what),
  send: (o) => ping(o, (source as (o: AttackLab) => string)(o)),
  answer: 'fault 16',
}));

/** The target as its own source, in disguise. */
const disguises: Attack[] = [
  TARGET,
  `${TARGET}#top`,
  `${TARGET}/`,
  `${TARGET}?utm_source=x`,
  `${TARGET}?`,
  TARGET.replace('http:', 'https:'),
  TARGET.replace('http:', 'HTTP:'),
  TARGET.replace('/blog/', '/x/../blog/'),
  TARGET.replace('hello', '%68ello'),
].map((source) => ({ what: source, send: (o) => ping(o, source), answer: BAD }));

const targets: Attack[] = [
  ['the home page', SITE, 'fault 33'],
  ['the home page with a slash', `${SITE}/`, 'fault 33'],
  ['another page of our site', `${SITE}/somewhere/else`, 'fault 33'],
  ['another host', 'http://elsewhere.example/blog/hello', 'fault 33'],
  ['our host in a query', `http://evil.example/?${TARGET}`, 'fault 33'],
  ['our host in front of another', 'http://127.0.0.1.evil.example:4321/blog/hello', 'fault 33'],
  ['our host behind another’s', 'http://evil-127.0.0.1:4321/blog/hello', 'fault -32602'],
  ['our host as a user', 'http://127.0.0.1:4321@evil.example/blog/hello', BAD],
  ['another port', TARGET.replace(':4321', ':4322'), 'fault 33'],
  ['a closed entry', `${SITE}/blog/closed`, 'fault 33'],
  ['a draft', `${SITE}/blog/draft`, 'fault 32'],
  ['another locale that is a draft', `${SITE}/fr/blog/bonjour`, 'fault 32'],
  ['a page that never was', `${SITE}/blog/nothing`, 'fault 32'],
  ['an object', `${SITE}/blog/%7B%22$ne%22:null%7D`, 'fault 32'],
  ['an operator in the query', `${SITE}/blog/hello?slug[$ne]=x`, 'fault 33'],
  ['a percent sign of the database', `${SITE}/blog/%25`, 'fault 32'],
  ['a quote', `${SITE}/blog/hello'--`, 'fault 32'],
  ['NUL, escaped', `${SITE}/blog/hello%00`, 'fault 32'],
  ['a bad escape', `${SITE}/blog/%E0%A4%A`, 'fault 32'],
  ['a lone surrogate, escaped', `${SITE}/blog/%ED%A0%80`, 'fault 32'],
  ['a relative one', '/blog/hello', BAD],
  ['javascript:', 'javascript:alert(1)', BAD],
  ['60 kB', `${SITE}/blog/${'x'.repeat(60_000)}`, BAD],
].map(([what, target, answer]) => ({
  what: String(what),
  send: (o) => ping(o, '/post', String(target)),
  answer: String(answer),
}));

const trackbacks: Attack[] = [
  { what: 'source[]', send: (o) => track(o, { 'url[]': `${o.blog.url}/post` }), answer: /^error Invalid/ },
  { what: 'url[$ne]', send: (o) => track(o, { 'url[$ne]': `${o.blog.url}/post` }), answer: /^error Invalid/ },
  { what: 'no url', send: (o) => track(o, { title: 'x' }), answer: /^error Invalid/ },
  { what: 'javascript:', send: (o) => track(o, { url: 'javascript:alert(1)' }), answer: /^error Invalid/ },
  { what: 'CR and LF', send: (o) => track(o, { url: `${o.blog.url}/\r\nx: y` }), answer: /^error Invalid/ },
  {
    what: 'a documentId with dots',
    send: (o) => track(o, { url: `${o.blog.url}/post` }, 'articles/..%2F..%2Fadmin/en'),
    answer: /^(error The target does not exist|404)/,
  },
  {
    what: 'a locale with an operator',
    send: (o) => track(o, { url: `${o.blog.url}/post` }, `articles/${o.entries.hello}/%7B%22$ne%22%3A1%7D`),
    answer: /^(error The target does not exist|404)/,
  },
];

/** Odd and honest: taken, kept as it came, shown as plain text. */
const odd: Attack[] = [
  ['letters of other scripts in the path', '/日本語', '/%E6%97%A5%E6%9C%AC%E8%AA%9E'],
  ['an emoji in the path', '/🦊', '/%F0%9F%A6%8A'],
  ['a right-to-left mark in the path', '/a\u202Eb', '/a%E2%80%AEb'],
  ['markup in the query', '/?q=<script>alert(1)</script>', '/?q=%3Cscript%3Ealert(1)%3C/script%3E'],
].map(([what, path, fetched]) => ({
  what: String(what),
  send: (o) => ping(o, String(path)),
  answer: 'accepted',
  stored: 1,
  fetched: [String(fetched)],
}));

describe('a source is refused that is', () => testAttacks(lab, sources));
describe('a source that may not be fetched is answered like one that cannot:', () =>
  testAttacksTogether(lab, unreachable));
describe('a page does not ping itself:', () => testAttacks(lab, disguises));
describe('a target is refused that is', () => testAttacks(lab, targets));
describe('a trackback is refused with', () => testAttacks(lab, trackbacks));
describe('a source may have', () => testAttacks(lab, odd));

describe('what is stored of odd sources', () => {
  it('is an address of ASCII letters only, whatever direction it was written in', async () => {
    await ping(lab, '/a\u202Eb-🦊-<b>');
    const [stored] = await storedLinkbacks(lab.app);
    expect(stored?.source).toMatch(/^[\x21-\x7e]+$/);
    expect(stored?.source).not.toMatch(/[<>"]/);
  });
});
