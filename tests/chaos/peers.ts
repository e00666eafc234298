import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fault } from '../helpers/blog';
import { startPeer, type PeerRequest } from '../helpers/http-peer';
import type { Random } from './random';

/** A ping that came whole. Times are milliseconds of `Date.now()`. */
export interface Arrival {
  /** {@link keyOf} its source and target. */
  readonly key: string;
  /** Of which life of the sending process. */
  readonly life: number;
  readonly came: number;
  /** When the answer was handed to the network; null: the other side was gone by then. */
  answered: number | null;
}

export interface Peers {
  /** One origin for each address. */
  readonly origins: readonly string[];
  readonly arrivals: readonly Arrival[];
  stop(): Promise<void>;
}

export const keyOf = (source: string, target: string): string => `${source} → ${target}`;

const ACCEPTED =
  '<?xml version="1.0"?><methodResponse><params><param><value><string>Thanks.</string></value></param></params></methodResponse>';
const TRACKED = '<?xml version="1.0"?><response><error>0</error></response>';
/** Milliseconds that a peer takes for its answer. */
const SLOWNESS = { low: 50, high: 300 };

/**
 * Sites that count what they are told. Pages: /pingback/… and /mention/…, trackback URLs: /trackback/…
 *
 * @param o.life the sending process's life, now
 */
export const startPeers = async (o: {
  addresses: readonly string[];
  random: Random;
  life: () => number;
}): Promise<Peers> => {
  const arrivals: Arrival[] = [];

  const receive = async (request: PeerRequest, response: ServerResponse): Promise<void> => {
    const key = keyIn(request);
    const isKnown = arrivals.some((one) => one.key === key);
    const arrival: Arrival = { key, life: o.life(), came: Date.now(), answered: null };
    arrivals.push(arrival);
    await sleep(o.random.between(SLOWNESS.low, SLOWNESS.high));
    if (response.destroyed) return;
    response.once('finish', () => (arrival.answered = Date.now()));
    answer(request, response, isKnown);
  };

  const peers = await Promise.all(
    o.addresses.map((address) =>
      startPeer(
        (request, response) =>
          request.method === 'POST' ? receive(request, response) : showPage(request, response),
        { address }
      )
    )
  );
  return {
    origins: peers.map(({ url }) => url),
    arrivals,
    stop: async () => {
      await Promise.all(peers.map((peer) => peer.stop()));
    },
  };
};

const answer = ({ path }: PeerRequest, response: ServerResponse, isKnown: boolean): void => {
  if (path === '/webmention') response.writeHead(202).end();
  else if (path === '/xmlrpc') sendXml(response, isKnown ? fault(48, 'Known already.') : ACCEPTED);
  else sendXml(response, TRACKED);
};

const sendXml = (response: ServerResponse, body: string): void => {
  response.writeHead(200, { 'content-type': 'text/xml' }).end(body);
};

const showPage = ({ path, headers }: PeerRequest, response: ServerResponse): void => {
  const origin = `http://${headers.host}`;
  if (path.startsWith('/pingback/')) response.setHeader('x-pingback', `${origin}/xmlrpc`);
  if (path.startsWith('/mention/')) response.setHeader('link', `<${origin}/webmention>; rel="webmention"`);
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>A post</title>');
};

/** Source and target as the ping says them; a trackback's target is the URL that it was sent to. */
const keyIn = ({ path, headers, body }: PeerRequest): string => {
  if (path === '/xmlrpc') {
    const [source = '', target = ''] = [...body.matchAll(/<string>([^<]*)<\/string>/g)].map(
      ([, text]) => text ?? ''
    );
    return keyOf(source, target);
  }
  const form = new URLSearchParams(body);
  if (path === '/webmention') return keyOf(form.get('source') ?? '', form.get('target') ?? '');
  return keyOf(form.get('url') ?? '', `http://${headers.host}${path}`);
};
