import { setImmediate as nextTurn } from 'node:timers/promises';

/** Items of one turn of the event loop, where each costs about the parsing of some URLs. */
const PORTION = 200;

/** Maps items, with a turn of the event loop for everybody else after every few of them. */
export const mapInTurns = async <T, U>(items: readonly T[], map: (item: T) => U): Promise<U[]> => {
  const mapped: U[] = [];
  for (const [index, item] of items.entries()) {
    if (index > 0 && index % PORTION === 0) await nextTurn();
    mapped.push(map(item));
  }
  return mapped;
};
