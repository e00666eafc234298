import { describe, expect, it } from 'vitest';
import { counting, createTooLongLog } from '../../../server/src/adapters/reading/too-long';
import { TOO_LONG, type PageReader } from '../../../server/src/core/reading/page-reader';
import { err, ok } from '../../../server/src/core/result';
import { sourceRequest } from '../../contract/page-reader';

const AT = Date.parse('2026-01-02T03:04:05.000Z');

/** A reader that answers everything with this failure, its own for texts. */
const failing = (fetched: unknown, texts: unknown): PageReader =>
  ({
    verify: async () => fetched,
    discover: async () => fetched,
    ownPage: async () => fetched,
    links: async () => texts,
    close: async () => undefined,
  }) as unknown as PageReader;

const askAll = async (reader: PageReader): Promise<void> => {
  await reader.verify(sourceRequest('https://source.example/post'));
  await reader.discover('https://target.example/page', { wanted: [], whole: false });
  await reader.ownPage({ url: 'https://own.example/', privateHosts: new Set(), targets: [] });
  await reader.links([], 'https://entry.example/blog/1');
};

describe('readings that took too long', () => {
  it('are counted, whatever was read, and the last one is known by its host', async () => {
    const lines: string[] = [];
    const log = createTooLongLog({ say: (line) => lines.push(line), now: () => AT });
    expect(log.get()).toEqual({ count: 0, last: null });
    const reader = counting(failing(err(TOO_LONG), err('reading-too-long')), log);
    await reader.verify(sourceRequest('https://source.example/post'));
    expect(log.get()).toEqual({
      count: 1,
      last: { host: 'source.example', at: '2026-01-02T03:04:05.000Z' },
    });
    expect(lines).toEqual(['a page of source.example took too long to read, number 1 since the start']);
    await askAll(reader);
    expect(log.get()).toMatchObject({ count: 5, last: { host: 'entry.example' } });
  });

  it('are no others that failed, and none that did not', async () => {
    const log = createTooLongLog({ say: () => undefined });
    await askAll(counting(failing(err({ kind: 'unreachable', code: 'busy' }), err('busy')), log));
    await askAll(counting(failing(err({ kind: 'no-link' }), ok([])), log));
    expect(log.get()).toEqual({ count: 0, last: null });
  });
});
