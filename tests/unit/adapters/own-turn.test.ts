import { describe, expect, it } from 'vitest';
import { ownTurn } from '../../../server/src/adapters/own-turn';

describe('a turn of one’s own', () => {
  it('comes to one after the other, in their order, with a turn of everybody else in between', async () => {
    const seen: string[] = [];
    let isOver = false;
    const others = (): void => {
      seen.push('|');
      if (!isOver) setImmediate(others);
    };
    setImmediate(others);
    await Promise.all(
      [1, 2, 3, 4].map(async (number) => {
        await ownTurn();
        seen.push(String(number));
        // What follows at once is of the same turn.
        await Promise.resolve();
        seen.push(`${number}b`);
      })
    );
    isOver = true;
    expect(seen.join(' ')).toMatch(/^(\| )?1 1b \| 2 2b \| 3 3b \| 4 4b$/);
  });

  it('comes again to who asks later', async () => {
    await ownTurn();
    await ownTurn();
    let came = false;
    void ownTurn().then(() => (came = true));
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(came).toBe(true);
  });
});
