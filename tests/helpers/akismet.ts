import { startPeer, type Peer } from './http-peer';

/** A server that speaks Akismet's API 1.1 and keeps what it was told. */
export interface AkismetServer extends Peer {
  /** The forms that were posted, oldest first; `method` is the last part of the path. */
  readonly asked: { readonly method: string; readonly form: Record<string, string> }[];
}

/**
 * @param o.key the only key it knows
 * @param o.answer what it says of a comment; `hang`: nothing at all
 */
export const startAkismet = async (o: {
  key: string;
  answer(form: Record<string, string>): 'spam' | 'ham' | 'discard' | 'hang';
}): Promise<AkismetServer> => {
  const asked: AkismetServer['asked'] = [];
  const peer = await startPeer(
    ({ method: verb, path, body }, response) => {
      const form = Object.fromEntries(new URLSearchParams(body));
      const method = path.split('/').at(-1) ?? '';
      asked.push({ method, form });
      if (verb !== 'POST' || !path.startsWith('/1.1/')) return response.writeHead(404).end();
      if (form['api_key'] !== o.key) {
        return response.setHeader('X-akismet-debug-help', 'We do not know this key.').end('invalid');
      }
      if (method !== 'comment-check') return response.end('Thanks for making the web a better place.');
      const answer = o.answer(form);
      if (answer === 'hang') return;
      if (answer === 'discard') response.setHeader('X-akismet-pro-tip', 'discard');
      return response.end(answer === 'ham' ? 'false' : 'true');
    },
    { address: '127.0.0.8' }
  );
  return { ...peer, asked };
};
