import { gzipSync } from 'node:zlib';
import { describe } from 'vitest';
import {
  page,
  TARGET,
  testAttacks,
  useAttackLab,
  xml,
  type Attack,
  type AttackLab,
} from '../helpers/attack-lab';
import { callXml } from '../helpers/receiving';

/** PROTOCOLS §6, "XML-RPC body". A slow and an unfinished body: tests/unit/inbound/raw-body.test.ts. */
const lab = useAttackLab();

const string = (text: string): string => `<param><value><string>${text}</string></value></param>`;
const call = (params: string, method = 'pingback.ping'): string =>
  `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${params}</params></methodCall>`;
const honest = ({ blog }: AttackLab, path = '/post'): string =>
  callXml('pingback.ping', blog.url + path, TARGET);
const from =
  (path: string) =>
  ({ blog }: AttackLab): string =>
    string(blog.url + path) + string(TARGET);
const source = from('/post');

const pingIn = (member: string): string =>
  `<value><struct><member><name>methodName</name><value>pingback.ping</value></member>${member}</struct></value>`;
const multicall = (pings: number): string =>
  call(
    `<param><value><array><data>${pingIn('').repeat(pings)}</data></array></value></param>`,
    'system.multicall'
  );

const refused: Attack[] = [
  ['an empty body', () => ''],
  ['what is no XML', () => 'hello'],
  ['a body that was cut', (o: AttackLab) => honest(o).slice(0, 120)],
  ['what comes after the call', (o: AttackLab) => `${honest(o)}<more/>`],
  ['two calls', (o: AttackLab) => honest(o) + honest(o).replace('<?xml version="1.0"?>', '')],
  ['a page', () => page('<p>hello</p>')],
  [
    'an entity bomb',
    (o: AttackLab) => {
      const levels = 'abcdefgh'.split('').map((name, at, all) => {
        const inner = at === 0 ? 'ha' : `&${all[at - 1]};`.repeat(10);
        return `<!ENTITY ${name} "${inner}">`;
      });
      return honest(o)
        .replace('?>', `?><!DOCTYPE x [${levels.join('')}]>`)
        .replace(TARGET, '&h;');
    },
  ],
  [
    'an external entity of a file',
    (o: AttackLab) =>
      honest(o)
        .replace('?>', '?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
        .replace(TARGET, '&x;'),
  ],
  [
    'an external entity of a machine inside',
    (o: AttackLab) =>
      honest(o)
        .replace('?>', `?><!DOCTYPE x [<!ENTITY x SYSTEM "${o.inside.url}/x">]>`)
        .replace(TARGET, '&x;'),
  ],
  [
    'an external document type',
    (o: AttackLab) => honest(o).replace('?>', `?><!DOCTYPE x SYSTEM "${o.inside.url}/x.dtd">`),
  ],
  ['thousands of nested tags', () => '<a>'.repeat(20_000)],
  [
    'thousands of nested arrays',
    () =>
      call(
        `<param><value>${'<array><data><value>'.repeat(1_000)}${'</value></data></array>'.repeat(1_000)}</value></param>`
      ),
  ],
  ['thousands of parameters', () => call('<param><value>x</value></param>'.repeat(1_900))],
  ['a charset that nobody knows', (o: AttackLab) => honest(o).replace('?>', ' encoding="utf-7"?>')],
].map(([what, body]) => ({
  what: String(what),
  send: (o) => xml(o, (body as (o: AttackLab) => string)(o)),
  answer: 'fault -32700',
}));

const parameters: Attack[] = [
  { what: 'one parameter', send: (o) => xml(o, call(string(`${o.blog.url}/post`))), answer: 'fault -32602' },
  { what: 'three parameters', send: (o) => xml(o, call(source(o) + string('x'))), answer: 'fault -32602' },
  { what: 'none', send: (o) => xml(o, call('')), answer: 'fault -32602' },
  {
    what: 'a number',
    send: (o) => xml(o, call(`<param><value><int>1</int></value></param>${string(TARGET)}`)),
    answer: 'fault -32602',
  },
  {
    what: 'a list',
    send: (o) =>
      xml(
        o,
        call(
          `<param><value><array><data><value>${o.blog.url}</value></data></array></value></param>${string(TARGET)}`
        )
      ),
    answer: 'fault -32602',
  },
  ...['__proto__', 'constructor', 'toString'].map((name) => ({
    what: `a struct with the member ${name}`,
    send: (o: AttackLab) => {
      const member = `<member><name>${name}</name><value>x</value></member>`;
      return xml(o, call(`<param><value><struct>${member}</struct></value></param>${string(TARGET)}`));
    },
    answer: 'fault -32602',
  })),
];

const methods: Attack[] = [
  ...['wp.getUsersBlogs', 'demo.sayHello', 'constructor', '__proto__', 'pingback.ping.ping'].map(
    (method) => ({
      what: `the method ${method}`,
      send: (o: AttackLab) => xml(o, call(source(o), method)),
      answer: 'fault -32601',
    })
  ),
  { what: 'hundreds of pings in one call', send: (o) => xml(o, multicall(400)), answer: 'fault -32601' },
  { what: 'a thousand pings in one call', send: (o) => xml(o, multicall(1_000)), answer: '413' },
];

const tooLarge: Attack[] = [
  ['100,000 nested tags', '<a>'.repeat(100_000), {}],
  ['100,000 parameters', call('<param><value>x</value></param>'.repeat(100_000)), {}],
  ['a string of 10 MB', call(string('x'.repeat(10_000_000))), {}],
  ['a gzip bomb', gzipSync(Buffer.alloc(50_000_000)), { 'content-encoding': 'gzip' }],
].map(([what, body, headers]) => ({
  what: String(what),
  send: (o) => xml(o, body as string | Buffer, { headers: headers as Record<string, string> }),
  answer: '413',
}));

/** What real peers send: refusing it would keep honest people out. */
const understood: Attack[] = [
  ['blanks before the declaration', (o: AttackLab) => `\n  ${honest(o)}`],
  ['a byte order mark', (o: AttackLab) => `\uFEFF${honest(o)}`],
  ['no declaration', (o: AttackLab) => honest(o).replace('<?xml version="1.0"?>', '')],
  ['no type', (o: AttackLab) => honest(o).replaceAll(/<\/?string>/g, '')],
  ['CDATA', (o: AttackLab) => honest(o).replace(TARGET, `<![CDATA[${TARGET}]]>`)],
  ['UTF-16, little end first', (o: AttackLab) => Buffer.from(`\uFEFF${honest(o)}`, 'utf16le')],
  ['UTF-16, big end first', (o: AttackLab) => Buffer.from(`\uFEFF${honest(o)}`, 'utf16le').swap16()],
  [
    'latin-1 that is declared',
    (o: AttackLab) => Buffer.from(honest(o).replace('?>', ' encoding="iso-8859-1"?><!-- é -->'), 'latin1'),
  ],
  [
    'latin-1 under the name of UTF-8',
    (o: AttackLab) => Buffer.from(honest(o).replace('?>', ' encoding="utf-8"?><!-- é -->'), 'latin1'),
  ],
  ['"utf-16" over bytes of UTF-8', (o: AttackLab) => honest(o).replace('?>', ' encoding="utf-16"?>')],
].map(([what, body]) => ({
  what: String(what),
  send: (o) => xml(o, (body as (o: AttackLab) => string | Buffer)(o)),
  answer: 'accepted',
  stored: 1,
  fetched: ['/post'],
}));

const TYPES = [
  '',
  'text/html',
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'nonsense',
];
const PATHS = ['/api/linkbacks/xmlrpc/', '/API/Linkbacks/XMLRPC', '/api/linkbacks/XmlRpc/'];
const route = (what: string, o: Parameters<typeof xml>[2]): Attack => ({
  what,
  send: (all) => xml(all, honest(all), o),
  answer: 'accepted',
  stored: 1,
  fetched: ['/post'],
});

describe('a body that is no call is refused', () => testAttacks(lab, refused));
describe('parameters that are not two strings are refused', () => testAttacks(lab, parameters));
describe('another method is refused', () => testAttacks(lab, methods));
describe('a body that is too large is refused', () => testAttacks(lab, tooLarge));
describe('a call is understood with', () => testAttacks(lab, understood));
describe('a call is understood', () =>
  testAttacks(lab, [
    ...TYPES.map((type) => route(`as ${type || 'nothing'}`, { headers: { 'content-type': type } })),
    ...PATHS.map((path) => route(`at ${path}`, { path })),
    {
      what: 'with a raw ampersand in a URL',
      send: (o) => xml(o, call(from('/?a=1&b=2')(o))),
      answer: 'accepted',
      stored: 1,
      fetched: ['/?a=1&b=2'],
    },
  ]));
describe('another verb is refused', () =>
  testAttacks(
    lab,
    (['get', 'put', 'patch', 'delete'] as const).map((verb) => ({
      what: verb,
      send: async ({ app }) => String((await app.request[verb]('/api/linkbacks/xmlrpc')).status),
      answer: '405',
    }))
  ));
