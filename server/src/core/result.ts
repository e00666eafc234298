/**
 * The outcome of something that is expected to fail now and then. Failures are values of a closed union;
 * exceptions are left for bugs.
 */
export type Result<T, E> = Ok<T> | Err<E>;

export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

export interface Err<E> {
  readonly ok: false;
  readonly error: E;
}

/** A success that carries `value`. */
export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });

/** A failure that carries `error`. */
export const err = <E>(error: E): Err<E> => ({ ok: false, error });

/** Marks the branch of a switch over a closed union that cannot be reached. */
export const unreachable = (value: never): never => {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
};
