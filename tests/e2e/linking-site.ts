import { createServer } from 'node:http';
import { until } from '../helpers/until';
import { listenOnUsualPort } from './usual-ports';

/** A site with one page that links to our article, and can take its link back. */
export interface LinkingSite {
  readonly url: string;
  /** Sends a webmention, and waits until it was looked into. */
  announce(endpoint: string): Promise<void>;
  /** The page is gone, and back again. */
  remove(): void;
  restore(): void;
  stop(): Promise<void>;
}

export const startLinkingSite = async (target: string): Promise<LinkingSite> => {
  let isThere = true;
  const html = `<title>A page that comes and goes</title><p>See <a href="${target}">the article</a>.</p>`;
  const server = createServer((_request, response) => {
    response.writeHead(isThere ? 200 : 410, { 'content-type': 'text/html; charset=utf-8' });
    response.end(isThere ? html : 'Gone.');
  });
  const url = `${await listenOnUsualPort(server, '127.0.0.9')}/${Date.now().toString(36)}`;
  return {
    url,
    remove: () => void (isThere = false),
    restore: () => void (isThere = true),
    async announce(endpoint) {
      const body = new URLSearchParams({ source: url, target });
      const answer = await fetch(endpoint, { method: 'POST', body });
      const status = answer.headers.get('location');
      if (answer.status !== 201 || !status) throw new Error(`The webmention was refused: ${answer.status}`);
      await until(
        'the webmention was looked into',
        async () => !(await (await fetch(status)).text()).includes('queued')
      );
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
