import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anyNastyFamily,
  LARGEST,
  nastyFamilies,
  slowOnce,
  type NastyFamily,
  type NastyKind,
} from '../../helpers/nasty-documents';
import { NASTY_READERS, type NastyReader } from '../../helpers/nasty-readers';

/**
 * `NASTY_RUNS=500 NASTY_SEED=1 NASTY_ALL=1 npx vitest run --project unit tests/unit/linear` looks longer, again at the same
 * documents, and at every fragment alone.
 */
const RUNS = Number(process.env['NASTY_RUNS'] ?? 6);
const SEED = Number(process.env['NASTY_SEED'] ?? Date.now() % 2_147_483_647);
const ALL = process.env['NASTY_ALL'] !== undefined;

/** Twice the size: at most this many times the CPU. */
const GROWTH = 2.5;
/** Measured up to so many times: the least counts, since the machine may have other work. */
const SAMPLES = 6;

interface Limit {
  /** Milliseconds of CPU of the largest document: twice or thrice what is promised, since a busy machine takes longer. */
  readonly most: number;
  /** Less is too little to say how it grows: memory that is moved once, code that is compiled, count for more. */
  readonly least: number;
}

/** Read by a worker. */
const WORKER: Limit = { most: 500, least: 120 };
/** Read by the main thread; fields up to half of their cap. */
const MAIN: Limit = { most: 100, least: 40 };
const FIELD: Limit = { most: 300, least: 120 };

const LIMITS: Readonly<Record<NastyKind, Limit>> = {
  page: WORKER,
  rdf: WORKER,
  text: WORKER,
  // `JSON.parse` itself: objects of a thousand shapes are kept in another way.
  json: { ...WORKER, least: 150 },
  'xmlrpc-call': MAIN,
  'xmlrpc-answer': MAIN,
  'trackback-answer': MAIN,
  form: MAIN,
  'link-header': MAIN,
  'media-type': MAIN,
  markdown: FIELD,
  'html-field': FIELD,
  blocks: FIELD,
  words: MAIN,
  // A hundred times.
  url: MAIN,
};

/** Milliseconds. */
const cpuOf = async (read: NastyReader, document: string): Promise<number> => {
  const before = process.cpuUsage();
  await read(document);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
};

interface Verdict {
  readonly family: string;
  readonly full: number;
  readonly half: number;
}

/** What a family takes at the largest size and at half of it; null when that is little, and grows as it should. */
const judge = async (
  kind: NastyKind,
  { family, read }: { family: NastyFamily; read: NastyReader }
): Promise<Verdict | null> => {
  const { most, least } = LIMITS[kind];
  const [large, small] = [family.build(LARGEST[kind]), family.build(LARGEST[kind] / 2)];
  let [full, half] = [Infinity, Infinity];
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    full = Math.min(full, await cpuOf(read, large));
    if (full <= least) return null;
    half = Math.min(half, await cpuOf(read, small));
    if (full <= most && full <= GROWTH * half) return null;
  }
  return { family: family.name, full, half };
};

const slowOnes = async (kind: NastyKind, families: readonly NastyFamily[]): Promise<Verdict[]> => {
  const verdicts: Verdict[] = [];
  for (const family of families) {
    for (const read of NASTY_READERS[kind]) {
      const verdict = await judge(kind, { family, read });
      if (verdict) verdicts.push(verdict);
    }
  }
  return verdicts;
};

const KINDS = Object.keys(LARGEST) as NastyKind[];
const MINUTES = 60_000 * (ALL ? 60 : 3);

describe.each(KINDS)('documents of the kind %s are read in linear time', (kind) => {
  it(
    'when they were slow once',
    async () => {
      expect(await slowOnes(kind, ALL ? nastyFamilies(kind) : slowOnce(kind))).toEqual([]);
    },
    MINUTES
  );

  it(
    `whatever they are made of (NASTY_SEED=${SEED})`,
    async () => {
      const families = fc.sample(anyNastyFamily(kind), { numRuns: RUNS, seed: SEED });
      expect(await slowOnes(kind, families)).toEqual([]);
    },
    MINUTES
  );
});
