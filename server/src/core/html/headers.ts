import type { HttpResponse } from '../ports';

/** The first header of this name (lower-case); null when there is none. */
export const firstHeader = (headers: HttpResponse['headers'], name: string): string | null =>
  [headers[name] ?? []].flat()[0] ?? null;
