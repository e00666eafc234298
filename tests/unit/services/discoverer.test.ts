import { describe, expect, it } from 'vitest';
import type { HttpGuard } from '../../../server/src/core/ports';
import { err, ok } from '../../../server/src/core/result';
import { createLimitedLog } from '../../../server/src/services/inbound/limited';
import type { FetchLimits } from '../../../server/src/services/inbound/fetch-budgets';
import { createDiscoverer, type Discoverer } from '../../../server/src/services/outbound/discoverer';
import { OPEN } from '../inbound/slots-clock';

const FOUND = ok({ finalUrl: '', endpoints: [], complete: true });
const BUSY = err({ kind: 'unreachable', code: 'busy' } as const);

/** A web in which each page is at one address, and may redirect to another; it counts who is dialled. */
const setUp = (limits: Partial<FetchLimits>, web: { redirect?: string; bytes?: number; wait?: Promise<void> } = {}) => {
  const dialled: string[] = [];
  let [now, most] = [0, 0];
  const dial = async (guard: HttpGuard | undefined, url: string): Promise<boolean> => {
    const hop = { url, address: '203.0.113.7' };
    if (!(await guard?.admit(hop))) return false;
    dialled.push(new URL(url).hostname);
    guard?.spent(hop, web.bytes ?? 0);
    return true;
  };
  const reader: Discoverer = {
    async discover(target, _options, { guard } = {}) {
      most = Math.max(most, (now += 1));
      await (web.wait ?? new Promise(setImmediate));
      const admitted = (await dial(guard, target)) && (!web.redirect || (await dial(guard, web.redirect)));
      now -= 1;
      return admitted ? FOUND : BUSY;
    },
  };
  const limited = createLimitedLog({ say: () => undefined });
  const discoverer = createDiscoverer({ reader, limits: { ...OPEN, ...limits }, limited });
  const ask = (urls: string[]) =>
    Promise.all(urls.map((url) => discoverer.discover(url, { wanted: ['webmention'] })));
  return { ask, dialled, limited, most: () => most };
}; // prettier-ignore

const pages = (count: number, host: (at: number) => string): string[] =>
  Array.from({ length: count }, (_, at) => `https://${host(at)}/${String(at)}`);
const admittedOf = (answers: readonly { ok: boolean }[]): number => answers.filter(({ ok }) => ok).length;
const rates = { host: false, domain: false, network: false } as const;

describe('the pages that editors link to', () => {
  it('are asked so many at a time of one host, and of one domain', async () => {
    const host = setUp({ host: 4 });
    expect(admittedOf(await host.ask(pages(2_000, () => 'a.example')))).toBe(4);
    expect(host.most()).toBe(4);
    expect(host.limited.list()).toMatchObject([{ kind: 'fetch', key: 'a.example', count: 1_996 }]);

    const domain = setUp({ domain: 8 });
    expect(admittedOf(await domain.ask(pages(2_000, (at) => `a${String(at)}.evil.example`)))).toBe(8);
    expect(admittedOf(await domain.ask(['https://other.example/']))).toBe(1);
  });

  it('get so many requests a minute, whichever host or redirect leads there', async () => {
    const perMinute = { ...rates, host: 120 };
    const one = setUp({ perMinute });
    const answers = [];
    for (const url of pages(500, () => 'a.example')) answers.push(...(await one.ask([url])));
    expect(admittedOf(answers)).toBe(120);

    const many = setUp({ perMinute }, { redirect: 'https://victim.example/' });
    for (const url of pages(500, (at) => `a${String(at)}.example`)) await many.ask([url]);
    expect(many.dialled.filter((host) => host === 'victim.example')).toHaveLength(60);
  });

  it('get so many bytes a minute, also by the network behind many names', async () => {
    const { ask, dialled } = setUp(
      { bytesPerMinute: { ...rates, network: 10_000_000 } },
      { bytes: 1_000_000 }
    );
    for (const url of pages(100, (at) => `a${String(at)}.example`)) await ask([url]);
    expect(dialled).toHaveLength(10);
  });

  it('leave room for others of their network at the same time: providers have many sites in one', async () => {
    const { ask } = setUp({ network: 8 });
    expect(admittedOf(await ask(pages(100, (at) => `a${String(at)}.example`)))).toBe(100);
  });
});
