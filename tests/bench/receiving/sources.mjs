import { createServer } from 'node:net';

/**
 * `node sources.mjs`, with an IPC channel to its parent: a blog whose every page links to what its query names
 * (`/any?to=URL`). Speaks the least HTTP that works, so that it is never what is waited for. Tells its origin.
 */
const ADDRESS = '127.0.0.4';

process.once('disconnect', () => process.exit(0));

/** No two pages say the same: WordPress refuses a comment that it has already. */
const pageFor = (name, target) =>
  `<!doctype html><html><head><title>A post about it (${name})</title></head><body><h1>A post about it</h1>` +
  `<p>As ${name} I say: somebody has written something that I wanted to think about for a while: <a href="${target}">read this</a>, ` +
  `and then tell me what you make of it.</p></body></html>`;

const answer = (head) => {
  const [, name = '', encoded = ''] = /^GET \/([^ ?]*)\?to=([^ &]*)/.exec(head) ?? [];
  const page = pageFor(name, decodeURIComponent(encoded));
  return (
    `HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\n` +
    `content-length: ${Buffer.byteLength(page)}\r\nconnection: close\r\n\r\n${page}`
  );
};

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  let head = '';
  socket.on('data', (bytes) => {
    head += bytes.toString('latin1');
    if (!head.includes('\r\n\r\n')) return;
    socket.end(answer(head));
    head = '';
  });
});
server.listen(0, ADDRESS, 1_024, () => process.send(`http://${ADDRESS}:${server.address().port}`));
