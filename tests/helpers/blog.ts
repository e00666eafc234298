import { startPeer, type Peer, type PeerRequest } from './http-peer';

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

export interface Blog extends Peer {
  /** Pingbacks and webmentions as [source, target], trackbacks as form fields, in the order they came. */
  readonly pingbacks: [string, string][];
  readonly webmentions: [string, string][];
  readonly trackbacks: Record<string, string>[];
  /** What the next pings are answered; kept until changed. */
  answer: Answer;
  /** The same for webmentions. */
  mentionAnswer: Answer;
  /** Pings are answered only when this is through; `release` is for whoever made it. */
  hold?: Promise<void>;
  release?: () => void;
}

const ACCEPTED =
  '<?xml version="1.0"?><methodResponse><params><param><value><string>Thanks.</string></value></param></params></methodResponse>';

/** A fault as a peer answers it. */
export const fault = (code: number, message: string): string =>
  `<?xml version="1.0"?><methodResponse><fault><value><struct><member><name>faultCode</name><value><int>${code}</int></value></member>` +
  `<member><name>faultString</name><value><string>${message}</string></value></member></struct></value></fault></methodResponse>`;

/**
 * A blog of somebody else: every path below /posts is a page. `discovery` says how it tells its endpoint:
 * /header/… by X-Pingback, /tag/… by a link element, /plain/… not at all. /mention/… takes webmentions, /both/… and
 * pingbacks too.
 *
 * @param o.mentions origin of the webmention endpoint, when that is another site's
 */
export const startBlog = async (o: { address?: string; mentions?: string } = {}): Promise<Blog> => {
  const pingbacks: [string, string][] = [];
  const trackbacks: Record<string, string>[] = [];
  const webmentions: [string, string][] = [];
  const state: Pick<Blog, 'answer' | 'mentionAnswer' | 'hold' | 'release'> = {
    answer: { status: 200, body: ACCEPTED },
    mentionAnswer: { status: 202, body: '' },
  };

  const receive = (request: PeerRequest): void => {
    if (request.path === '/xmlrpc') {
      const [source = '', target = ''] = [...request.body.matchAll(/<string>([^<]*)<\/string>/g)].map(
        ([, text]) => decode(text ?? '')
      );
      pingbacks.push([source, target]);
      return;
    }
    const form = Object.fromEntries(new URLSearchParams(request.body));
    if (request.path.startsWith('/webmention'))
      webmentions.push([form['source'] ?? '', form['target'] ?? '']);
    else trackbacks.push(form);
  };

  const peer = await startPeer(async (request, response) => {
    if (request.method === 'POST') {
      receive(request);
      await state.hold;
      const isMention = request.path.startsWith('/webmention');
      const { status, headers, body } = isMention ? state.mentionAnswer : state.answer;
      response.writeHead(status, { 'content-type': 'text/xml', ...headers }).end(body);
      return;
    }
    const endpoint = `http://${request.headers.host}/xmlrpc`;
    const [, kind] = request.path.split('/');
    if (kind === 'mention' || kind === 'both')
      response.setHeader('link', `<${o.mentions ?? ''}/webmention?for=us>; rel="webmention"`);
    if (kind === 'header' || kind === 'both') response.setHeader('x-pingback', endpoint);
    response.setHeader('content-type', 'text/html');
    response.end(
      `<!doctype html><title>A post</title>${kind === 'tag' ? `<link rel="pingback" href="${endpoint}">` : ''}<p>Words.</p>`
    );
  }, o);
  return Object.assign(state, peer, { pingbacks, webmentions, trackbacks });
};

const decode = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
