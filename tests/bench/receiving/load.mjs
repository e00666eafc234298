import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * `node load.mjs`, with an IPC channel to its parent: sends pings as fast as they are answered, by a number of callers,
 * each one ping after the other and each ping in a connection of its own, as peers do. One message is one run:
 * `{ kind, callers, seconds, name, sources, size, targets: [{ host, port, path, url }] }`.
 */
process.once('disconnect', () => process.exit(0));

const pingback = ({ source, url }) => ({
  type: 'text/xml',
  body:
    '<?xml version="1.0"?><methodCall><methodName>pingback.ping</methodName><params>' +
    `<param><value><string>${source}</string></value></param>` +
    `<param><value><string>${url}</string></value></param></params></methodCall>`,
  isTaken: (answer) => answer.includes('<methodResponse>') && !answer.includes('<fault>'),
});

const trackback = ({ source, name }) => ({
  type: 'application/x-www-form-urlencoded; charset=utf-8',
  body: new URLSearchParams({
    url: source,
    title: `A post about it (${name})`,
    excerpt: `As ${name} I say: somebody has written something that I wanted to think about for a while`,
    blog_name: 'A blog',
  }).toString(),
  isTaken: (answer) => answer.includes('<error>0</error>'),
});

const MAKE = { pingback, trackback };

/** The whole answer, head and body. */
const post = ({ host, port, path }, { type, body }) =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    const chunks = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.once('error', reject);
    socket.once('close', () => resolve(Buffer.concat(chunks).toString()));
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: ${host}:${port}\r\nuser-agent: bench\r\ncontent-type: ${type}\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`
    );
  });

const run = async ({ kind, callers, seconds, name, sources, size = 0, targets }) => {
  const took = [];
  let count = 0;
  const start = performance.now();
  const end = start + seconds * 1_000;
  const call = async () => {
    while (performance.now() < end) {
      const target = targets[count % targets.length];
      const page = `${name}-${(count += 1)}`;
      const source = `${sources}/${page}?to=${encodeURIComponent(target.url)}${size > 0 ? `&size=${size}` : ''}`;
      const { isTaken, ...sent } = MAKE[kind]({ source, name: page, url: target.url });
      const began = performance.now();
      const answer = await post(target, sent);
      if (!isTaken(answer)) throw new Error(`a ${kind} was refused: ${answer.slice(0, 1_000)}`);
      took.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
  const whole = (performance.now() - start) / 1_000;
  took.sort((a, b) => a - b);
  const at = (share) => took[Math.min(took.length - 1, Math.floor(took.length * share))];
  return { count: took.length, perSecond: took.length / whole, p50: at(0.5), p95: at(0.95) };
};

process.on('message', (message) => {
  run(message).then(
    (answer) => process.send(answer),
    async (error) => {
      console.error(error.message);
      await sleep(50);
      process.exit(1);
    }
  );
});
process.send('ready');
