import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks once for all who ask the same within `gather` milliseconds: the answer is never older than any of their questions.
 * Nothing is remembered beyond that.
 */
export const shared = <Q, A>(o: {
  gather: number;
  keyOf(question: Q): string;
  ask(question: Q): Promise<A>;
}): ((question: Q) => Promise<A>) => {
  const open = new Map<string, Promise<A>>();
  return (question) => {
    const key = o.keyOf(question);
    const there = open.get(key);
    if (there) return there;
    const answer = sleep(o.gather).then(() => {
      open.delete(key);
      return o.ask(question);
    });
    open.set(key, answer);
    return answer;
  };
};

/**
 * Gathers what is asked for in one turn of the event loop, by key, and asks for it together.
 *
 * @param load answers by key; what is not there is null
 */
export const gathered = <A>(
  load: (keys: readonly string[]) => Promise<ReadonlyMap<string, A>>
): ((key: string) => Promise<A | null>) => {
  let waiting: { keys: string[]; answers: Promise<ReadonlyMap<string, A>> } | null = null;

  const begin = () => {
    const keys: string[] = [];
    const answers = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      waiting = null;
      return load(keys);
    });
    return { keys, answers };
  };

  return async (key) => {
    waiting ??= begin();
    const { keys, answers } = waiting;
    keys.push(key);
    return (await answers).get(key) ?? null;
  };
};
