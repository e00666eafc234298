import { startPeer, type Peer } from './http-peer';

export interface Site extends Peer {
  /** Shows `html` at `path` from now on; null: 404. */
  show(path: string, html: string | null): void;
}

/** The public front-end of a test: pages are there when the test says so. */
export const startSite = async (o: { address?: string } = {}): Promise<Site> => {
  const pages = new Map<string, string>();
  const peer = await startPeer(({ path }, response) => {
    const html = pages.get(path);
    response.writeHead(html === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(html ?? 'Not here.');
  }, o);
  return {
    ...peer,
    show(path, html) {
      if (html === null) pages.delete(path);
      else pages.set(path, `<!doctype html><title>A page</title><main>${html}</main>`);
    },
  };
};
