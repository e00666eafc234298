import { createServer } from 'node:net';

/**
 * `node sources.mjs`, with an IPC channel to its parent: a blog whose every page links to what its query names
 * (`/any?to=URL`), behind as many bytes of an ordinary page as it names (`&size=30000`). Speaks the least HTTP that works, so that it is never what is waited for. Tells its origin.
 */
const ADDRESS = '127.0.0.4';

process.once('disconnect', () => process.exit(0));

/** What stands around a post: a menu, other posts, pictures, a comment or two. */
const BLOCK =
  '<div class="widget widget-area"><ul class="menu"><li class="menu-item"><a href="/about" class="link">About</a></li>' +
  '<li class="menu-item"><a href="/archive" class="link">Archive &amp; tags</a></li></ul><article class="post card">' +
  '<h2><a href="/2024/05/another-post">Another post</a></h2><p>Some words that say little, <em>with stress</em>, and an ' +
  '<img src="/images/1.jpg" alt="image" width="640" height="480" loading="lazy">.</p></article></div>\n';

const around = new Map();
const blocksOf = (size) => {
  if (!around.has(size)) around.set(size, BLOCK.repeat(Math.ceil(size / BLOCK.length)));
  return around.get(size);
};

/** No two pages say the same: WordPress refuses a comment that it has already. */
const pageFor = (name, target, size) =>
  `<!doctype html><html><head><title>A post about it (${name})</title></head><body><h1>A post about it</h1>${blocksOf(size)}` +
  `<p>As ${name} I say: somebody has written something that I wanted to think about for a while: <a href="${target}">read this</a>, ` +
  `and then tell me what you make of it.</p></body></html>`;

const answer = (head) => {
  const [, name = '', encoded = '', size = 0] =
    /^GET \/([^ ?]*)\?to=([^ &]*)(?:&size=(\d+))?/.exec(head) ?? [];
  const page = pageFor(name, decodeURIComponent(encoded), Number(size));
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
