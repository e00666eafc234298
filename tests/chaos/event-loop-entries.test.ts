import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import seed from '../app/seed';
import { LARGEST } from '../helpers/nasty-documents';
import {
  nastyBlocks,
  nastyForeignLinks,
  nastyInternalLinks,
  nastyTrackbacks,
  nastyZones,
  type NastyEntry,
} from '../helpers/nasty-entries';
import { familiesOf, LONGEST, seconds, SEED, startLoopLab, type LoopLab } from './loop-lab';

/**
 * Whatever editors write, the event loop of Strapi goes on, when it is published, and when the editor asks what would be
 * sent. What Strapi itself takes to store such an entry is measured in one without the plugin, and is not ours.
 */
const ARTICLE = 'api::article.article';
/** With more room than for what strangers send: Strapi's own part, which is taken off, differs from one time to the next. */
const MOST = 1.5 * LONGEST;
let strapi: LoopLab;
let plain: LoopLab;
let authorization: string;
let numbers = 0;

const api = async (path: string, init: { method?: string; body?: object } = {}): Promise<Response> => {
  const response = await fetch(`${strapi.url}${path}`, {
    method: init.method ?? 'GET',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    ...(init.body && { body: JSON.stringify(init.body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${await response.text()}`);
  return response;
};

beforeAll(async () => {
  // No peer answers: every address in the entries is a reserved name.
  strapi = await startLoopLab('event-loop-entries', {
    send: { enabled: true, settle: 0, internalLinks: true },
  });
  plain = await startLoopLab('event-loop-plain', null);
  authorization = '';
  const answer = await api('/admin/login', { method: 'POST', body: seed.superAdmin });
  const { data } = (await answer.json()) as { data: { token: string } };
  authorization = `Bearer ${data.token}`;
});
afterAll(async () => {
  await strapi?.end();
  await plain?.end();
});

const draftIn = async (lab: LoopLab, data: object): Promise<string> => {
  const slug = `nasty-${String((numbers += 1))}`;
  const { documentId, refused } = await lab.ask({ does: 'draft', data: { title: 'x', slug, ...data } });
  if (refused) throw new Error(String(refused));
  return String(documentId);
};

/** By entry: the longest block beyond Strapi's own of its publication, and of what an editor looks at. */
const blocksOf = async ({ data, trackbackUrls }: NastyEntry): Promise<Record<string, number>> => {
  const documentId = await draftIn(strapi, data);
  const path = `/linkbacks/entries/${ARTICLE}/${documentId}`;
  if (trackbackUrls) await api(`${path}?locale=en`, { method: 'PUT', body: { trackbackUrls } });
  const publishIn = (lab: LoopLab) => (id: string) => lab.ask({ does: 'publishDraft', documentId: id });
  const ofStrapi = await plain.longestBlock([await draftIn(plain, data)], publishIn(plain), { enough: 0 });
  const enough = ofStrapi + LONGEST;
  const look = (what: string, method: string) =>
    strapi.longestBlock([what], async () => (await api(`${path}${what}?locale=en`, { method })).text());
  return {
    preview: await look('/preview', 'POST'),
    publish: Math.max(0, (await strapi.longestBlock([documentId], publishIn(strapi), { enough })) - ofStrapi),
    'preview of what is sent': await look('/preview', 'POST'),
    panel: await look('', 'GET'),
    pings: await look('/pings', 'GET'),
  };
};

const tooLong = async (entries: readonly NastyEntry[]): Promise<object[]> => {
  const found: object[] = [];
  for (const entry of entries) {
    const blocks = await blocksOf(entry);
    if (process.env['NASTY_SHOW']) console.log(entry.name, blocks);
    const long = Object.entries(blocks).filter(([, block]) => block > MOST);
    if (long.length > 0) found.push({ entry: entry.name, ...Object.fromEntries(long) });
  }
  return found;
};

/** Twice what is read of a field. */
const fields = (kind: 'markdown' | 'html-field', name: string): NastyEntry[] =>
  familiesOf(kind).map((family) => ({
    name: family.name,
    data: { [name]: `<p>${family.build(LARGEST[kind])}`.repeat(2) },
  }));

describe(`the event loop goes on (NASTY_SEED=${String(SEED)}) while editors publish, and preview,`, () => {
  it.each<[string, () => NastyEntry[]]>([
    ['Markdown', () => fields('markdown', 'text')],
    ['HTML', () => fields('html-field', 'html')],
    ['blocks', nastyBlocks],
    ['dynamic zones and repeatable components', nastyZones],
    ['links to other sites', nastyForeignLinks],
    ['links to our own pages', nastyInternalLinks],
    ['lists of trackback URLs', nastyTrackbacks],
  ])('%s', { timeout: seconds(900) }, async (_what, entries) => {
    expect(await tooLong(entries())).toEqual([]);
  });
});
