/** What a reader threw by itself: a bug, or news for the caller; never a failure of the network. */
export class ReaderFailed extends Error {
  constructor(override readonly cause: unknown) {
    super('the reader failed');
  }
}

/**
 * Hands a body to its reader. When the body fails, that error is thrown, whatever the reader made of it; what the
 * reader throws by itself is thrown as {@link ReaderFailed}.
 */
export const readBody = async <T>(
  source: AsyncIterable<Uint8Array>,
  read: (body: AsyncIterable<Uint8Array>) => Promise<T>
): Promise<T> => {
  const failure: { error: unknown }[] = [];
  const watched = (async function* () {
    try {
      yield* source;
    } catch (error) {
      failure.push({ error });
      throw error;
    }
  })();

  const outcome = await read(watched).then(
    (value) => ({ value }),
    (error: unknown) => ({ thrown: error })
  );
  const [broken] = failure;
  if (broken) throw broken.error;
  if ('thrown' in outcome) throw new ReaderFailed(outcome.thrown);
  return outcome.value;
};
