import { pipeline } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createGunzip, constants } from 'node:zlib';
import { err, ok, type Result } from '../result';

/** Bytes that a reader gets at a time at most: after so many the time is looked at, and others have their turn. */
const PIECE = 16_384;

const ignore = (): void => undefined;

/**
 * The body as it was before compression, as a stream: a bomb is inflated chunk by chunk and never further than it is
 * read. Stacked and unknown codings are refused, and brotli: its sender chooses how much memory the decoder takes, up to
 * 16 MB for a kilobyte. A stream that was cut is read as far as it goes; no more than
 * `maxBytes` are taken in either, since compressed bytes that stand for nothing could go on for ever.
 */
export const inflate = (
  body: AsyncIterable<Uint8Array>,
  o: { coding: string | string[] | undefined; maxBytes: number }
): Result<AsyncIterable<Uint8Array>, 'encoding-refused'> => {
  const name = (Array.isArray(o.coding) ? o.coding.join(',') : (o.coding ?? '')).trim().toLowerCase();
  const capped = (source: AsyncIterable<Uint8Array>) => limit(source, o.maxBytes);
  switch (name) {
    case '':
    case 'identity':
      return ok(body);
    case 'gzip':
    case 'x-gzip':
      return ok(pipeline(body, capped, createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }), ignore));
    default:
      return err('encoding-refused');
  }
};

/** At most `maxBytes` of a body; then it ends, and the rest is dropped. */
export async function* limit(body: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let left = maxBytes;
  for await (const chunk of body) {
    if (chunk.length >= left) {
      yield chunk.subarray(0, left);
      return;
    }
    left -= chunk.length;
    yield chunk;
  }
}

/**
 * A body in pieces. What has arrived already can be read without a turn of the event loop, and so without any timer: the
 * clock is looked at before each piece, and everybody else has a turn between two.
 */
export async function* inTime(
  body: AsyncIterable<Uint8Array>,
  clock: { check(): void }
): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const chunk of body) {
    for (let at = 0; at < chunk.length; at += PIECE) {
      if (!isFirst) await nextTurn();
      isFirst = false;
      clock.check();
      yield chunk.subarray(at, at + PIECE);
    }
  }
}

/** Tells each time when something was taken of a body. */
export async function* noting(
  body: AsyncIterable<Uint8Array>,
  taken: () => void
): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    yield chunk;
    taken();
  }
}
