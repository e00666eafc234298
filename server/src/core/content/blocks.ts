import { MAX_FIELD } from './limits';
import type { ContentReader } from './parts';

/** Nodes of one field that are looked at; an editor's text has some hundreds. */
const MAX_NODES = 100_000;
const INLINE = new Set(['text', 'link']);

type Step = { readonly node: unknown } | 'boundary';

/**
 * Reads the value of a Strapi blocks field: nested nodes `{ type, children }`, links as `{ type: 'link', url }`; at most
 * 100,000 nodes and {@link MAX_FIELD} units of their texts and addresses. Code blocks and images are left out. What is not
 * such a value reads as empty: the database may hold anything.
 *
 * @returns whether all of it was read
 */
export const readBlocks = (value: unknown, reader: ContentReader): boolean => {
  // A list of what is still to do, not recursion: nesting is up to whoever wrote the field.
  const steps: Step[] = [];
  let left = MAX_FIELD;
  let nodes = MAX_NODES;
  let cut = false;
  const push = (children: unknown): void => {
    if (!Array.isArray(children)) return;
    for (let at = children.length - 1; at >= 0; at -= 1) steps.push({ node: children[at] });
  };
  /** As much of a text as may still be read. */
  const take = (text: string): string => {
    cut ||= text.length > left;
    const taken = text.slice(0, left);
    left -= taken.length;
    return taken;
  };

  push(value);
  while (steps.length > 0 && nodes > 0 && left > 0) {
    const step = steps.pop();
    if (step === 'boundary') reader.boundary?.();
    if (step === undefined || step === 'boundary') continue;
    nodes -= 1;
    if (!isNode(step.node)) continue;
    const { type, url, text, children } = step.node;
    if (type === 'code' || type === 'image') continue;
    if (type === 'link' && typeof url === 'string' && take(url) === url) reader.link?.(url);
    if (typeof text === 'string') reader.text?.(take(text));
    if (!INLINE.has(String(type))) {
      reader.boundary?.();
      steps.push('boundary');
    }
    push(children);
  }
  return !cut && steps.length === 0;
};

/** Whether a blocks field is longer than what is read of it. */
export const isCutBlocks = (value: unknown): boolean => !readBlocks(value, {});

interface BlockNode {
  readonly type?: unknown;
  readonly url?: unknown;
  readonly text?: unknown;
  readonly children?: unknown;
}

const isNode = (value: unknown): value is BlockNode => typeof value === 'object' && value !== null;
