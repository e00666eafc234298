/** Runs tasks, at most a given number at a time; the others wait in the order they came. */
export type Limit = <T>(task: () => Promise<T>) => Promise<T>;

/** @param most how many tasks run at a time, 1 or more */
export const createLimit = (most: number): Limit => {
  const waiting: (() => void)[] = [];
  let running = 0;

  const enter = async (): Promise<void> => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
  };
  /** Whoever waits longest takes the place over. */
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };

  return async (task) => {
    await enter();
    try {
      return await task();
    } finally {
      leave();
    }
  };
};
