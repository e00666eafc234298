import { describe, expect, it } from 'vitest';
import { createTally } from '../../../server/src/services/linkbacks/tally';

/** A tally with a clock of its own, and a table whose rows the test changes. */
const lab = (pending: number) => {
  const state = { time: 0, pending, counted: 0 };
  const tally = createTally({ now: () => state.time });
  const count = async () => {
    state.counted += 1;
    return { pending: state.pending };
  };
  return { state, tally, ask: () => tally.get('all', count) };
};

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a tally', () => {
  it('of few rows is exact each time', async () => {
    const { state, ask } = lab(3);
    await ask();
    state.pending = 4;
    expect(await ask()).toEqual({ pending: 4 });
  });

  it('of many rows is remembered, and counted anew in the background once it is a few seconds old', async () => {
    const { state, ask } = lab(1_000_000);
    await ask();
    state.pending += 1;
    expect(await ask()).toEqual({ pending: 1_000_000 });
    expect(state.counted).toBe(1);

    state.time = 6_000;
    expect(await ask()).toEqual({ pending: 1_000_000 });
    await turn();
    expect(await ask()).toEqual({ pending: 1_000_001 });
    expect(state.counted).toBe(2);
  });

  it('of many rows is exact again after a minute without questions, and after a change', async () => {
    const { state, tally, ask } = lab(1_000_000);
    await ask();
    state.pending = 999_999;
    state.time = 61_000;
    expect(await ask()).toEqual({ pending: 999_999 });
    state.pending = 999_998;
    tally.forget();
    expect(await ask()).toEqual({ pending: 999_998 });
  });

  it('does not remember what was counted while somebody made a change', async () => {
    const { state, tally, ask } = lab(1_000_000);
    const counting = ask();
    tally.forget();
    await counting;
    state.pending = 0;
    expect(await ask()).toEqual({ pending: 0 });
  });

  it('is counted once for all who ask at the same time, and keeps what is counted apart', async () => {
    const { state, tally, ask } = lab(1_000_000);
    await Promise.all([ask(), ask(), ask()]);
    expect(state.counted).toBe(1);
    expect(await tally.get('another', async () => ({ pending: 7 }))).toEqual({ pending: 7 });
  });
});
