import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPage } from '../../../server/src/core/html/page';
import type { PageReading, ReadPageOptions } from '../../../server/src/core/html/page-reading';

export const TARGET = 'https://target.example/post';

/** The bytes of a page in tests/fixtures/pages. */
export const fixture = (name: string): Buffer => readFileSync(join(__dirname, '../../fixtures/pages', name));

/** A body in pieces of `size` bytes, as the network may cut it. */
export async function* inPieces(bytes: Uint8Array | string, size = 65_536): AsyncGenerator<Uint8Array> {
  const all = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  for (let at = 0; at < all.byteLength; at += size) yield all.subarray(at, at + size);
}

/** Reads a page found at https://source.example/post; the target is exactly TARGET unless told otherwise. */
export const read = (
  page: Uint8Array | string,
  options: Partial<ReadPageOptions> & { size?: number } = {}
): Promise<PageReading> => {
  const { size, ...rest } = options;
  return readPage(inPieces(page, size), {
    contentType: 'text/html; charset=utf-8',
    url: 'https://source.example/post',
    isTarget: (url) => url === TARGET,
    ...rest,
  });
};
