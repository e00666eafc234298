'use strict';

/**
 * `node floor.cjs CORE_DIR`, with an IPC channel to its parent: the least that takes pingbacks as the plugin does. The same
 * parser, guarded client and verification; rows into SQLite, those that come together in one transaction, answered
 * after it. No look-up of the entry, no settings, no limits, no moderation. Tells its port.
 */
const { createHash, randomUUID } = require('node:crypto');
const { rmSync } = require('node:fs');
const { createServer } = require('node:http');
const { join } = require('node:path');
const Database = require('better-sqlite3');

const core = process.argv[2];
const { decodeXmlBody, parseMethodCall, serializeValue, serializeFault } = require(
  join(core, 'pingback', 'wire.js')
);
const { verifySource } = require(join(core, 'verification.js'));
const { createHttpClient } = require(join(core, 'http', 'client.js'));
const { normaliseUrl } = require(join(core, 'url', 'normalise.js'));

process.once('disconnect', () => process.exit(0));

const http = createHttpClient({
  allowAddresses: ['127.0.0.0/8'],
  allowPorts: Array.from({ length: 64_512 }, (_, index) => index + 1024),
  timeout: 10_000,
  maxBytes: 1_048_576,
  maxRedirects: 5,
  userAgent: 'floor',
});

const file = join(core, '..', 'floor.db');
for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(file + suffix, { force: true });
const database = new Database(file);
database.exec(
  'CREATE TABLE linkbacks (id INTEGER PRIMARY KEY, document_id TEXT, pair_key TEXT UNIQUE, source TEXT, target TEXT, title TEXT, excerpt TEXT, received_at TEXT)'
);
const insert = database.prepare(
  'INSERT INTO linkbacks (document_id, pair_key, source, target, title, excerpt, received_at) VALUES (?, ?, ?, ?, ?, ?, ?)'
);

/** As the plugin does: those that come together in one commit, which waits a moment for those under way. */
const LONGEST_WAIT = 25;
let underWay = 0;
let waiting = [];
let timer = null;
const insertAll = database.transaction((rows) => rows.forEach(({ row }) => insert.run(...row)));
const flush = () => {
  clearTimeout(timer);
  timer = null;
  const rows = waiting;
  waiting = [];
  insertAll(rows);
  rows.forEach(({ resolve }) => resolve());
};
const store = (row) =>
  new Promise((resolve) => {
    waiting.push({ row, resolve });
    if (waiting.length >= underWay) flush();
    else timer ??= setTimeout(flush, LONGEST_WAIT);
  });

const bodyOf = async (request) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const receive = async (request) => {
  const xml = decodeXmlBody(await bodyOf(request), request.headers['content-type'] ?? null);
  const call = await parseMethodCall(xml.value);
  const [source, target] = call.value.params;
  const key = normaliseUrl(target);
  const verified = await verifySource(http, { source, isTarget: (url) => normaliseUrl(url) === key });
  if (!verified.ok) return serializeFault({ code: 16, message: verified.error.kind });
  const pair = createHash('sha256').update(source).update(target).digest('hex');
  const { title, excerpt } = verified.value;
  await store([randomUUID(), pair, source, target, title, excerpt, new Date().toISOString()]);
  return serializeValue('Pingback accepted. Thank you.');
};

const server = createServer((request, response) => {
  underWay += 1;
  receive(request)
    .finally(() => (underWay -= 1))
    .then(
      (xml) => response.writeHead(200, { 'content-type': 'text/xml' }).end(xml),
      (error) => response.writeHead(500).end(String(error))
    );
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  const { count } = database.prepare('SELECT count(*) AS count FROM linkbacks').get();
  process.send({ count, cpu: (user + system) / 1_000 });
});
