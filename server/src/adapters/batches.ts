/** Milliseconds that the first of a batch waits for others at most. */
const LONGEST_WAIT = 25;

interface Waiting<Q, A> {
  readonly question: Q;
  resolve(answer: A): void;
  reject(error: unknown): void;
}

export interface Batches<Q, A> {
  /** The answer to one question, got together with others. */
  ask(question: Q): Promise<A>;
  /** Work that will ask, or will not: as long as some is under way, a batch waits a moment for it. */
  expect<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Does together what comes at about the same time. A batch is at work when all who are expected are there, or when its
 * first has waited long enough: who comes alone waits for nobody, and a crowd pays for one commit, not for one each.
 *
 * @param o.most questions of one batch
 * @param o.work gives an answer for each question, in their order; what it throws, everybody in the batch gets
 */
export const createBatches = <Q, A>(o: {
  most: number;
  work(questions: readonly Q[]): Promise<readonly A[]>;
}): Batches<Q, A> => {
  const waiting: Waiting<Q, A>[] = [];
  let expected = 0;
  let running = false;
  let timer: NodeJS.Timeout | null = null;

  const runOne = async (batch: readonly Waiting<Q, A>[]): Promise<void> => {
    try {
      const answers = await o.work(batch.map(({ question }) => question));
      batch.forEach(({ resolve }, index) => resolve(answers[index] as A));
    } catch (error) {
      batch.forEach(({ reject }) => reject(error));
    }
  };

  const run = async (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    running = true;
    await runOne(waiting.splice(0, o.most));
    running = false;
    runWhenDue();
  };

  const runWhenDue = (): void => {
    if (running || waiting.length === 0) return;
    if (waiting.length >= Math.min(expected, o.most)) void run();
    else timer ??= setTimeout(() => void run(), LONGEST_WAIT);
  };

  return {
    ask: (question) =>
      new Promise<A>((resolve, reject) => {
        waiting.push({ question, resolve, reject });
        // What comes in this turn of the event loop goes along.
        setImmediate(runWhenDue);
      }),

    async expect(work) {
      expected += 1;
      try {
        return await work();
      } finally {
        expected -= 1;
        runWhenDue();
      }
    },
  };
};
