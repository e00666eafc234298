import { expect, it } from 'vitest';
import { client, codeOf, get, serve, serveNames } from '../http/serving';
import { slotsOf } from './slots-clock';

it('wildcard names of many domains that all lead to one victim reach it no more often than its network may be', async () => {
  let open = 0;
  let most = 0;
  const victim = await serve((_request, response) => {
    open += 1;
    most = Math.max(most, open);
    setTimeout(() => {
      open -= 1;
      response.end('victim');
    }, 50);
  });
  const names = await serveNames(() => ['127.0.0.1']);
  const http = client([victim.port], { resolver: names.resolver });
  const { slots } = slotsOf({ network: 3 });
  const fetchSource = async (url: string) => {
    const slot = slots.enter(new URL(url));
    return slot ? get(http, url, { guard: slot }).finally(slot.leave) : null;
  };

  const attack = Array.from(
    { length: 60 },
    (_, i) => `http://x${i}.evil-${i}.test:${victim.port}/?rand=${i}`
  );
  const results = await Promise.all(attack.map(fetchSource));
  const codes = results.map((result) => (result ? codeOf(result) : 'no slot'));

  expect(most).toBeLessThanOrEqual(3);
  expect(victim.requests.length).toBe(codes.filter((code) => code === 'ok').length);
  expect(codes.filter((code) => code === 'busy').length).toBeGreaterThan(0);
  // All places are free again.
  expect(codeOf((await fetchSource(attack[0] ?? '')) ?? (await get(http, 'nonsense')))).toBe('ok');
});
