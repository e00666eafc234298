import dns from 'node:dns';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFindAddresses } from '../../../server/src/core/http/lookup';
import { until } from '../../helpers/until';
import { serveNames } from './serving';

/** The system's own look-up, answering when the test says so. */
const system = () => {
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  vi.spyOn(dns.promises, 'lookup').mockImplementation(((hostname: string) => {
    asked.push(hostname);
    return new Promise((resolve) => answers.push(() => resolve([{ address: '127.0.0.1', family: 4 }])));
  }) as never);
  return { asked, answerNext: () => answers.shift()?.() };
};
afterEach(() => vi.restoreAllMocks());

/** A look-up of names that no name server knows; gives the address, or the error's words. */
const lookups = async () => {
  const { server } = await serveNames(() => 'unknown');
  const find = createFindAddresses({ servers: [server] });
  return (hostname: string): Promise<string> =>
    find(hostname).then(
      (found) => String(found[0]?.address),
      (error: Error) => error.message
    );
};

describe('names that only the system may know', () => {
  it('wait for each other, and no more than a few of them', async () => {
    const { asked, answerNext } = system();
    const ask = await lookups();
    const told: string[] = [];
    for (let number = 0; number < 30; number += 1) {
      void ask(`name-${number}.local`).then((text) => told.push(text));
    }
    await until('those that are too many are told', async () => told.length === 22);

    expect(told.every((text) => text.includes('too many names'))).toBe(true);
    for (let times = 1; times <= 8; times += 1) {
      await until('the next one is asked for', async () => asked.length >= times);
      expect(asked).toHaveLength(times);
      answerNext();
    }
    await until('all are told', async () => told.length === 30);
    expect(told.slice(22)).toEqual(Array.from({ length: 8 }, () => '127.0.0.1'));
  });

  it('share the answer for one name', async () => {
    const { asked, answerNext } = system();
    const ask = await lookups();
    // The one name that no name server is asked for: all of them ask the system at once.
    const answers = Array.from({ length: 30 }, () => ask('localhost'));
    await until('the system is asked', async () => asked.length > 0);
    answerNext();

    expect(new Set(await Promise.all(answers))).toEqual(new Set(['127.0.0.1']));
    expect(asked).toEqual(['localhost']);
  });
});
