import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The scripts that bring WordPress up and speak to it. */
export const WORDPRESS = join(import.meta.dirname, 'wordpress');

const WP = join(WORDPRESS, 'wp.sh');
const exec = promisify(execFile);

export interface Post {
  id: number;
  permalink: string;
  trackback: string;
}

/** A comment of any kind and state; `url` is the source of a linkback. */
export interface Comment {
  id: number;
  type: string;
  approved: string;
  author: string;
  url: string;
  content: string;
}

export interface WordPress {
  readonly name: string;
  readonly version: string;
  /** Origin. */
  readonly url: string;
  publish(post: { title: string; content: string; trackbackTo?: string }): Promise<Post>;
  /** Lets WordPress send what it has queued, and waits until it did. */
  cron(): Promise<void>;
  comments(postId: number, type: 'pingback' | 'trackback'): Promise<Comment[]>;
  /** The URLs that it counts as pinged. */
  pinged(postId: number): Promise<string[]>;
  /** Whether posts ping the links in them; they do by default. */
  pingLinks(on: boolean): Promise<void>;
  /** WordPress' own check, off in the lab by default: one ping in 15 seconds from each address. */
  floodCheck(on: boolean): Promise<void>;
}

/** The sites that are up. For `describe.each`: reads a file, once. */
export const wordpressSites = (): WordPress[] =>
  execFileSync(WP, ['sites'], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [name = '', address = '', port = '', , , version = ''] = line.split(' ');
      return wordpress({ name, version, url: `http://${address}${port === '80' ? '' : `:${port}`}` });
    });

const wordpress = (site: { name: string; version: string; url: string }): WordPress => {
  const wp = async (...args: string[]): Promise<string> => (await exec(WP, [site.name, ...args])).stdout;
  const json = async <T>(...args: string[]): Promise<T> => JSON.parse(await wp(...args)) as T;
  const option = async (key: string, on: boolean): Promise<void> => {
    await wp('option', key, on ? '1' : '0');
  };
  return {
    ...site,
    publish: ({ title, content, trackbackTo = '' }) =>
      json<Post>('publish', '--title', title, '--content', content, '--to-ping', trackbackTo),
    cron: async () => {
      await wp('cron');
    },
    comments: (postId, type) => json<Comment[]>('comments', String(postId), '--type', type),
    pinged: async (postId) => (await json<{ pinged: string[] }>('pinged', String(postId))).pinged,
    pingLinks: (on) => option('default_pingback_flag', on),
    floodCheck: (on) => option('lab_noflood', !on),
  };
};
