/** The end of this turn of the event loop. */
const endOfTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Asks once for all who ask the same in one turn of the event loop, or while the last time that it was asked has no answer
 * yet: the answer is never older than any of their questions. Nothing is remembered beyond that.
 */
export const shared = <Q, A>(o: {
  keyOf(question: Q): string;
  ask(question: Q): Promise<A>;
}): ((question: Q) => Promise<A>) => {
  const asked = new Map<string, Promise<A>>();
  const next = new Map<string, Promise<A>>();

  const askNext = async (key: string, question: Q): Promise<A> => {
    const before = asked.get(key);
    await (before ? before.catch(() => undefined) : endOfTurn());
    next.delete(key);
    const answer = o.ask(question);
    asked.set(key, answer);
    try {
      return await answer;
    } finally {
      if (asked.get(key) === answer) asked.delete(key);
    }
  };

  return (question) => {
    const key = o.keyOf(question);
    const there = next.get(key);
    if (there) return there;
    const answer = askNext(key, question);
    next.set(key, answer);
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
    const answers = endOfTurn().then(() => {
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
