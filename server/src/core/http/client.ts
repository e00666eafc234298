import { setMaxListeners } from 'node:events';
import { request as send, type Agent, type Dispatcher } from 'undici';
import type { HttpClient, HttpFailure, HttpFailureCode, HttpRequest, HttpResponse } from '../ports';
import { err, ok, type Result } from '../result';
import { parseHttpUrl, type UrlProblem } from '../url/normalise';
import { isOwnSoftware } from '../url/own-software';
import { isAllowedAddress, parseRanges } from './address';
import { createAgents, noticing, type MakeAgent, type Rules } from './agent';
import { inflate, inTime, limit, noting } from './body';
import { startClock, unlessAborted, type Clock } from './clock';
import { failureOf } from './failures';
import { createFindAddresses } from './lookup';
import { readBody, ReaderFailed } from './reader';
import { follow, isRedirect, type Hop } from './redirect';
import { createWire, type Wire } from './wire';

export interface HttpClientOptions {
  /** CIDR ranges that may be reached although they are not public, by whatever URL, a stranger's too. */
  allowAddresses: readonly string[];
  /** CIDR ranges that requests of our own (`HttpRequest.own`) may reach beside those. */
  allowOwnAddresses?: readonly string[];
  allowPorts: readonly number[];
  /** Milliseconds for one request with its redirects and body. */
  timeout: number;
  /** Inflated bytes that are read of one body. */
  maxBytes: number;
  maxRedirects: number;
  userAgent: string;
  /** Name servers (`address:port`) in place of the system's. */
  resolver?: { servers: readonly string[] };
}

type Answer = Dispatcher.ResponseData;

/**
 * What is left of a request ends with an error that nobody hears. One for all: undici would make one for each, and the
 * trace of its stack takes longer than all else at the end of a request.
 */
const UNWANTED = new Error('nobody wants the rest');

/** Bytes that may come over the wire beside the body that is read: headers of all hops, framing, what is read ahead. */
const BESIDE_BODY = 524_288;

/** Whom a hop may reach: anybody public, what our own requests may beside that, or the host of one of our pages. */
type Reach = 'public' | 'own' | 'home';

/** The dispatchers of one request, each made when it is first asked for. */
interface Agents {
  to(reach: Reach): Agent;
  destroy(): Promise<unknown>;
}

/** One request on its way through its hops. */
interface Journey {
  readonly request: HttpRequest;
  readonly wire: Wire;
  readonly agents: Agents;
  /** Whether bytes of the request may have reached a peer that has not sent them elsewhere. */
  sent: boolean;
  /** The URLs that redirected. */
  readonly hops: string[];
}

/**
 * The guarded client (DESIGN rule 5, PROTOCOLS §7): public addresses and allowed ports only, each redirect checked
 * anew, with limits on time, size, headers and redirects. No cookies, no credentials, no proxies.
 */
export const createHttpClient = (options: HttpClientOptions): HttpClient => {
  const find = createFindAddresses(options.resolver);
  const ports = new Set(options.allowPorts);
  const reaching = (cidrs: readonly string[]): Rules => {
    const opened = parseRanges(cidrs);
    return {
      isAllowed: ({ address }) => isAllowedAddress(address, opened),
      isAllowedPort: (port) => ports.has(port),
    };
  };
  const { allowAddresses, allowOwnAddresses = [] } = options;
  const makers: Readonly<Record<Reach, MakeAgent>> = {
    public: createAgents(reaching(allowAddresses), find),
    own: createAgents(reaching([...allowAddresses, ...allowOwnAddresses]), find),
    home: createAgents({ isAllowed: () => true, isAllowedPort: () => true }, find),
  };
  const closing = new AbortController();
  // One listener for each request under way: not the leak that Node would warn of.
  setMaxListeners(0, closing.signal);

  const agentsFor = (wire: Wire): Agents => {
    const made = new Map<Reach, Agent>();
    return {
      to(reach) {
        const agent = made.get(reach) ?? makers[reach](wire);
        made.set(reach, agent);
        return agent;
      },
      destroy: () => Promise.all([...made.values()].map((agent) => agent.destroy(UNWANTED))),
    };
  };

  const dispatch = (hop: Hop, journey: Journey, agent: Agent): Promise<Answer> => {
    const { request, wire } = journey;
    const { signal } = wire;
    wire.url = hop.url.href;
    const answer = send(hop.url, {
      dispatcher: noticing(agent, () => (journey.sent = true)),
      method: hop.method,
      headers: headersOf(request, hop, options.userAgent),
      body: hop.body,
      signal,
      // Never full: the wire holds the peer back.
      highWaterMark: options.maxBytes + 2 * BESIDE_BODY,
      // Receivers of a ping fetch its source before they answer (WordPress: up to 10 s): the clock alone ends these.
      ...(hop.method === 'POST' ? { headersTimeout: 0 } : {}),
    });
    // Undici looks at the signal only once the connection stands, which a slow name server can put off.
    return unlessAborted(answer.then(silenced), signal);
  };

  /** The first answer that is no redirect. */
  const travel = async (journey: Journey): Promise<Result<{ answer: Answer; url: URL }, HttpFailure>> => {
    const { url, method = 'GET', body = null, privateHosts, refuses, own = false } = journey.request;
    const parsed = parseHttpUrl(url);
    if (!parsed.ok) return fail(PROBLEMS[parsed.error], url);

    let hop: Hop = { url: parsed.value, method, body };
    // Only the host that we named may be private: a redirect to another one is as much under suspicion as any.
    const home = hop.url.host;
    const homeReach: Reach = privateHosts?.has(home) ? 'home' : own ? 'own' : 'public';
    for (let hops = 0; ; hops += 1) {
      if (refuses && isOwnSoftware(hop.url.href, refuses))
        return fail('address-refused', hop.url.href, journey.sent);
      const reach = hop.url.host === home ? homeReach : 'public';
      const answer = await dispatch(hop, journey, journey.agents.to(reach));
      if (!isRedirect(answer.statusCode)) return ok({ answer, url: hop.url });

      answer.body.destroy(UNWANTED);
      if (hops >= options.maxRedirects) return fail('too-many-redirects', hop.url.href, true);
      const next = follow({ hop, status: answer.statusCode, location: answer.headers.location, hops });
      if (!next.ok) return fail('redirect-invalid', next.error, true);
      // A peer that sent a POST elsewhere has not taken it; one that answers 303 has.
      journey.sent = hop.method === 'POST' && next.value.method !== 'POST';
      journey.hops.push(hop.url.href);
      hop = next.value;
    }
  };

  return {
    async request(request, read) {
      const clock = startClock(request.timeout ?? options.timeout, [request.signal, closing.signal]);
      const { guard } = request;
      const maxWire = options.maxBytes + BESIDE_BODY;
      const wire = createWire({ signal: clock.signal, maxBytes: maxWire, ...(guard && { guard }) });
      const agents = agentsFor(wire);
      const journey: Journey = { request, wire, agents, sent: false, hops: [] };
      try {
        const arrived = await travel(journey);
        if (!arrived.ok) return arrived;
        const { answer, url } = arrived.value;
        const { maxBytes } = options;
        return await receive({ answer, url, hops: journey.hops, maxBytes, clock, wire }, read);
      } catch (error) {
        if (error instanceof ReaderFailed) throw error.cause;
        const ended = clock.ended();
        return ended
          ? fail(ended, 'the time for the whole request', journey.sent)
          : err(failureOf(error, journey.sent));
      } finally {
        clock.stop();
        await agents.destroy();
        wire.settle();
      }
    },

    async close() {
      closing.abort();
    },
  };
};

/** A body that nobody reads any more must not bring the process down with an error that nobody hears. */
const silenced = (answer: Answer): Answer => {
  answer.body.on('error', () => undefined);
  return answer;
};

const PROBLEMS: Record<UrlProblem, HttpFailureCode> = {
  'url-too-long': 'url-invalid',
  'url-invalid': 'url-invalid',
  'url-control-characters': 'url-invalid',
  'url-scheme': 'scheme-refused',
  'url-userinfo': 'userinfo-refused',
};

const fail = (code: HttpFailureCode, message: string, requestSent = false) =>
  err({ code, message, requestSent });

const headersOf = (request: HttpRequest, hop: Hop, userAgent: string): Record<string, string> => {
  const given = Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  const headers = { 'user-agent': userAgent, ...Object.fromEntries(given), 'accept-encoding': 'gzip' };
  if (hop.body === null) delete headers['content-type'];
  return headers;
};

/** Gives an answer to its reader, and drops what the reader leaves. */
const receive = async <T>(
  o: {
    answer: Answer;
    url: URL;
    hops: readonly string[];
    maxBytes: number;
    clock: Clock;
    wire: Wire;
  },
  read: (response: HttpResponse) => Promise<T>
): Promise<Result<T, HttpFailure>> => {
  const { answer, hops, maxBytes } = o;
  const { statusCode: status, headers } = answer;
  const coding = headers['content-encoding'];
  try {
    o.wire.reads(answer.body);
    const arriving = noting(answer.body, o.wire.letOn);
    const inflated = inflate(arriving, { coding, maxBytes });
    if (!inflated.ok) return fail(inflated.error, String(coding), true);
    const body = inTime(limit(inflated.value, maxBytes), o.clock);
    return ok(
      await readBody(body, (watched) => read({ status, url: o.url.href, hops, headers, body: watched }))
    );
  } finally {
    answer.body.destroy(UNWANTED);
  }
};
