import dns from 'node:dns';
import { isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAddress } from './address';
import { Refusal } from './failures';

export type AddressRule = (o: { hostname: string; address: string }) => boolean;

const RESOLVER = { timeout: 2_000, tries: 2 };
/**
 * Milliseconds for which the addresses of one family wait for those of the other: some name servers never answer a
 * question for IPv6 (RFC 8305, section 3). What comes later is not dialled.
 */
const PATIENCE = 1_000;
/** Names that the system is asked for or that wait for it: at a few seconds each, who comes later has given up before. */
const MOST_ASKED = 8;

export interface Found {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Of one question: the addresses of one family, or why there are none. */
interface Answer {
  readonly found: readonly Found[];
  readonly failed: readonly NodeJS.ErrnoException[];
}

/** Finds the addresses of a host, one at least; a literal is its own. Throws what the name server says else. */
export type FindAddresses = (hostname: string) => Promise<readonly Found[]>;

/**
 * Finds what may be dialled: what is checked is what is dialled, so that a second answer of the name server changes
 * nothing (rebinding). c-ares is asked and not `dns.lookup`, whose four threads an attacker's slow names would fill,
 * stalling all of Strapi.
 */
export const createFindAddresses = (o: { servers?: readonly string[] } = {}): FindAddresses => {
  const resolver = new dns.promises.Resolver(RESOLVER);
  if (o.servers) resolver.setServers([...o.servers]);
  const fromSystem = oneAtATime(askSystem);

  return async (hostname) => {
    if (!isAddress(hostname)) return resolve({ resolver, fromSystem }, hostname);
    const address = hostname.replace(/^\[|\]$/g, '');
    return [{ address, family: isIPv6(address) ? 6 : 4 }];
  };
};

/** Every address of a name must be allowed, those too that are not dialled. Throws a {@link Refusal}. */
export const checkAddresses = (o: { hostname: string; found: readonly Found[]; rule: AddressRule }): void => {
  const { hostname } = o;
  const refused = o.found.find(({ address }) => !o.rule({ hostname, address }));
  if (refused) throw new Refusal('address-refused', `${hostname} has the address ${refused.address}`);
};

/** Too much goes there already. */
export const busy = (host: string): Refusal => new Refusal('busy', `${host} is busy`);

const resolve = async (
  { resolver, fromSystem }: { resolver: dns.promises.Resolver; fromSystem: typeof askSystem },
  hostname: string
): Promise<Found[]> => {
  // RFC 6761, section 6.3: no name server is asked for `localhost`; the hosts file has it, without any network.
  if (hostname === 'localhost') return fromSystem(hostname);

  const answers = await enoughOf([
    answerOf(resolver.resolve4(hostname), 4),
    answerOf(resolver.resolve6(hostname), 6),
  ]);
  const found = answers.flatMap((answer) => answer.found);
  if (found.length > 0) return found;

  const failed = answers.flatMap((answer) => answer.failed);
  if (isLocalName(hostname) && failed.every(isUnknown)) return fromSystem(hostname);
  throw failed.find((error) => !isUnknown(error)) ?? failed[0] ?? new Error(`${hostname} has no address`);
};

const answerOf = (question: Promise<string[]>, family: 4 | 6): Promise<Answer> =>
  question.then(
    (addresses) => ({ found: addresses.map((address) => ({ address, family })), failed: [] }),
    (error: NodeJS.ErrnoException) => ({ found: [], failed: [error] })
  );

/** All answers, or after a while the first that has an address. */
const enoughOf = (questions: readonly Promise<Answer>[]): Promise<readonly Answer[]> => {
  const all = Promise.all(questions);
  const each = questions.map(async (question) => {
    const answer = await question;
    if (answer.found.length === 0) return all;
    await sleep(PATIENCE, undefined, { ref: false });
    return [answer];
  });
  return Promise.race([all, ...each]);
};

const askSystem = async (hostname: string): Promise<Found[]> =>
  (await dns.promises.lookup(hostname, { all: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }));

/**
 * `dns.lookup` holds one of four threads, for seconds when a `.local` name is asked of the network: one of us, no more. Who
 * asks for the same name shares the answer; of other names only so many wait, since anybody can make them up.
 */
const oneAtATime = (ask: typeof askSystem): typeof askSystem => {
  const asked = new Map<string, Promise<Found[]>>();
  let last: Promise<unknown> = Promise.resolve();
  return async (hostname) => {
    const there = asked.get(hostname);
    if (there) return there;
    if (asked.size >= MOST_ASKED) throw new Refusal('dns-failed', `too many names wait before ${hostname}`);
    const answer = last.then(() => ask(hostname)).finally(() => asked.delete(hostname));
    asked.set(hostname, answer);
    last = answer.catch(() => undefined);
    return answer;
  };
};

/** The name server's own word that there is no such name, or none with an address. */
const isUnknown = ({ code }: NodeJS.ErrnoException): boolean => code === dns.NOTFOUND || code === dns.NODATA;

/**
 * Names that may stand in the hosts file or need the system's search domains, neither of which c-ares reads: for
 * these, once the name servers know nothing, `dns.lookup` may help. Not for others: an attacker has names under
 * any domain, but none on this machine or in its network.
 */
const isLocalName = (hostname: string): boolean => !hostname.includes('.') || hostname.endsWith('.local');
