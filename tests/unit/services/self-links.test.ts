import { describe, expect, it } from 'vitest';
import { selfLinks } from '../../../server/src/services/outbound/self-links';

const REF = { uid: 'api::article.article', documentId: 'one', locale: 'en' };
const PAGE = 'https://ours.example/post';

const selfOf = (links: string[], resolveUrl = async (_url: string) => ({ kind: 'not-ours' }) as const) =>
  selfLinks({ ownHosts: new Set(['ours.example']), resolveUrl }, { ref: REF, url: PAGE, links });

describe('links of an entry to itself', () => {
  it.each([
    'https://ours.example/post',
    'http://ours.example./post/?utm_source=x#top',
    'https://OURS.example/post',
  ])('are told in the form %s', async (url) => {
    expect((await selfOf([]))(url)).toBe(true);
  });

  it.each([
    'https://ours.example/other',
    'https://others.example/post',
    'https://ours.example:8443/post',
    'post',
    '',
  ])('are not %s', async (url) => {
    expect((await selfOf([]))(url)).toBe(false);
  });

  it('lets other work go on between the links that are looked up, however fast the database is', async () => {
    const links = Array.from({ length: 100 }, (_, index) => `https://ours.example/${index}`);
    let turns = 0;
    const count = (): void => {
      turns += 1;
      immediate = setImmediate(count);
    };
    let immediate = setImmediate(count);
    await selfOf(links);
    clearImmediate(immediate);
    expect(turns).toBeGreaterThanOrEqual(links.length);
  });
});
