import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SCRIPTS = join(import.meta.dirname, '..', 'interop', 'wordpress');
const exec = promisify(execFile);

/** The latest of the sites that the scripts bring up: 7.1. */
const SITE = 'wp71';

const script = (name, ...args) =>
  new Promise((resolve, reject) => {
    const child = spawn(join(SCRIPTS, name), args, { stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`WordPress: ${name} ended with exit code ${code}`))
    );
  });

const wp = async (...args) =>
  (await exec(join(SCRIPTS, 'wp.sh'), [SITE, ...args], { maxBuffer: 1e8 })).stdout;

/**
 * Milliseconds that WordPress takes for a post with these links: its cron's `do_pings`.
 *
 * @param {readonly string[]} links
 */
export const sendWithWordPress = async (links, { say }) => {
  say('WordPress: coming up');
  await script('up.sh');
  try {
    const content = links.map((url) => `<p><a href="${url}">this</a></p>`).join('\n');
    const post = JSON.parse(await wp('publish', '--title', 'Many links', '--content', content));
    say('WordPress: sending, which takes about two minutes');
    const start = performance.now();
    await wp('cron');
    const milliseconds = performance.now() - start;
    const { pinged } = JSON.parse(await wp('pinged', String(post.id)));
    say(`WordPress: ${Math.round(milliseconds)} ms; it remembers ${pinged.length} as pinged`);
    return milliseconds;
  } finally {
    await script('down.sh');
  }
};

const ENTRIES = 20;

/**
 * WordPress as a receiver, its `sleep(1)` taken out and its flood check off, handed to `measure` (receiving.mjs).
 *
 * @template T
 * @param {{ say(text: string): void, measure(o: object): Promise<T> }} o
 * @returns {Promise<T>}
 */
export const receiveWithWordPress = async ({ say, measure }) => {
  say('WordPress: coming up');
  await script('up.sh', '--nosleep');
  try {
    const { address, port } = await siteAddress();
    const posts = [];
    for (let index = 0; index < ENTRIES; index += 1) {
      const title = `Article ${index}`;
      posts.push(JSON.parse(await wp('publish', '--title', title, '--content', `<p>${title}</p>`)));
    }
    const targetOf = (path, { permalink }) => ({ host: address, port, path, url: permalink });
    return await measure({
      who: 'WordPress',
      stored: async () => ({ count: Number(await wp('stored')) }),
      pingbacks: posts.map((post) => targetOf('/xmlrpc.php', post)),
      trackbacks: posts.map((post) => targetOf(new URL(post.trackback).pathname, post)),
    });
  } finally {
    await script('down.sh');
  }
};

/** Where the site listens. */
const siteAddress = async () => {
  const { stdout } = await exec(join(SCRIPTS, 'wp.sh'), ['sites']);
  const [, address, port] = stdout
    .split('\n')
    .map((line) => line.split(' '))
    .find(([name]) => name === SITE);
  return { address, port: Number(port) };
};
