import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { copyApp } from '../helpers/app-dir';
import { defaultConfig, mergeConfig } from '../helpers/config';
import { createDatabase, type TestDatabase } from '../helpers/database';
import { anchors } from '../helpers/entries';
import { startSite, type Site } from '../helpers/site';
import { until } from '../helpers/until';
import { makeEntries, messageOf, type Entry } from './entries';
import { drawMoment, instant } from './instants';
import { killAll, startLife, type Life } from './life';
import { createLook, type Look } from './look';
import { startPeers, type Peers } from './peers';
import { createRandom } from './random';
import { judge } from './verdict';

const KILLS = Number(process.env['LINKBACKS_CHAOS_KILLS'] ?? 50);
const ENTRIES = 50;
/**
 * Kills that must have hit a ping in the air: a test of an idle process would show nothing. About half of them do, by
 * chance; a quarter is far enough below.
 */
const KILLS_IN_AIR = Math.floor(KILLS * 0.25);
/** A job that was claimed five times without a result is given up (DESIGN §5); before that we leave it alone. */
const CLAIMS_LEFT_ALONE = 4;
/** Milliseconds until a lease has ended and the work behind it is done, and until all is: on a slow machine. */
const TAKEN_OVER = 200_000;
const TO_THE_END = 600_000;

const seed = Number(process.env['LINKBACKS_CHAOS_SEED'] ?? Date.now() % 1_000_000);
const random = createRandom(seed);
const lives: Life[] = [];
/** By life: keys of the pings that were in the air when it was killed, as the table says. */
const inAir: Set<string>[] = [];
/** Publishes that a process was asked for and killed before it could say that they were committed. */
let interrupted = 0;

let dir: string;
let database: TestDatabase;
let look: Look;
let site: Site;
let peers: Peers;
let entries: Entry[];

beforeAll(async () => {
  dir = copyApp();
  database = await createDatabase({ dir, template: inject('templateDatabase') });
  look = createLook(database);
  site = await startSite({ address: '127.0.0.3' });
  const addresses = Array.from({ length: 20 }, (_, index) => `127.0.0.${index + 20}`);
  // What comes in after a kill was still under way: it is the dead one's until the next is started.
  peers = await startPeers({ addresses, random: createRandom(seed + 1), life: () => lives.length - 1 });
  entries = makeEntries({ count: ENTRIES, site: site.url, origins: peers.origins });
  for (const { slug, links } of entries) site.show(`/blog/${slug}`, anchors(...links));
  const config = mergeConfig(defaultConfig(site.url), { http: { timeout: 5_000 } });
  writeFileSync(join(dir, 'chaos.json'), JSON.stringify({ enabled: true, config }));
  if (inject('templateDatabase') === null) await makeTables();
});
afterAll(async () => {
  killAll();
  await peers.stop();
  await site.stop();
  await database.drop();
  rmSync(dir, { recursive: true, force: true });
});

const begin = (): Life => {
  const env = { ...database.env, LINKBACKS_TEST_CONFIG: join(dir, 'chaos.json') };
  const life = startLife({ dir, env });
  lives.push(life);
  return life;
};

/** A life before the first, on a database that has no template. */
const makeTables = async (): Promise<void> => {
  const life = begin();
  await life.listening;
  await life.stop();
  lives.length = 0;
};

/** Entries among the first `count` that no life said it had published. */
const unpublished = (count: number): Entry[] =>
  entries.slice(0, count).filter(({ slug }) => !lives.some(({ published }) => published.has(slug)));

/** One life, from its start to a random instant. */
const liveAndDie = async (number: number): Promise<void> => {
  // The very first finds an empty plugin: what is published in it is new all the same.
  const due = unpublished(Math.ceil(((number + 1) * ENTRIES) / KILLS));
  const moment = drawMoment(random, due.length > 0);
  const mayDie = number === 0 || (await look.mostClaims()) < CLAIMS_LEFT_ALONE;
  const life = begin();
  let asked = false;
  const publish = () => {
    asked = true;
    due.forEach((entry) => life.send(messageOf(entry)));
  };
  const arrivals = () => peers.arrivals.filter((one) => one.life === number).length;
  if (!mayDie) await fewClaims(life);
  await instant(moment, { life, random, publish, arrivals });
  await life.kill();
  await look.forgetCrashes();
  inAir[number] = await look.inAir();
  interrupted += due.filter(({ slug }) => asked && !life.published.has(slug)).length;
};

const fewClaims = async (life: Life): Promise<void> => {
  const calm = async () => {
    life.check();
    return (await look.mostClaims()) < CLAIMS_LEFT_ALONE;
  };
  await until('the most claimed job has a result', calm, { timeout: TAKEN_OVER, every: 100 });
};

const liveToTheEnd = async (): Promise<void> => {
  const life = begin();
  await life.listening;
  unpublished(ENTRIES).forEach((entry) => life.send(messageOf(entry)));
  await until(
    'everything is done',
    async () => {
      life.check();
      return unpublished(ENTRIES).length === 0 && (await look.jobCount()) === 0;
    },
    { timeout: TO_THE_END, every: 250 }
  );
  await life.stop();
};

it(`loses no ping and repeats only those in the air when its process is killed ${KILLS} times`, async () => {
  console.log(`chaos: seed ${seed}`);
  for (let number = 0; number < KILLS; number += 1) await liveAndDie(number);
  await liveToTheEnd();

  const rows = await look.pings();
  const past = lives.map(({ killedAt, recorded }, life) => ({
    killedAt,
    recorded,
    inAir: inAir[life] ?? new Set<string>(),
  }));
  const verdict = judge({ entries, rows, arrivals: peers.arrivals, lives: past });
  const { hits, killsInAir, repeats, neverLeft } = verdict;
  console.log(
    `chaos: ${KILLS} kills, ${killsInAir} of them with ${hits} pings in the air, ${repeats} repeats, ` +
      `${peers.arrivals.length} arrivals for ${rows.length} pings, ${neverLeft.length} trackbacks that never left, ` +
      `${interrupted} publishes interrupted`
  );

  expect(verdict).toMatchObject({
    unwanted: [],
    notSent: [],
    lost: [],
    repeatedForNothing: [],
    trackbacksRepeated: [],
  });
  expect(rows).toHaveLength(entries.flatMap(({ wanted }) => wanted).length);
  expect(killsInAir).toBeGreaterThanOrEqual(KILLS_IN_AIR);
  expect((await look.published()).sort()).toEqual(entries.map(({ slug }) => slug).sort());
  expect(await look.jobCount()).toBe(0);
  expect(await look.integrity()).toBe('ok');
});
