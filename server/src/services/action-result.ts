import type { ActionResult } from '../contracts/linkbacks';
import { sentenceOf, type Reason } from '../core/reasons';

/** The answer for one row of an action; `refused`: why nothing was done to it. */
export const resultOf = (id: string, refused: Reason | null): ActionResult =>
  refused === null ? { id, ok: true } : { id, ok: false, error: sentenceOf(refused), why: refused };
