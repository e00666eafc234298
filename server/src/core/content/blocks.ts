import type { ContentReader } from './parts';

/** Nodes of one field that are looked at; an editor's text has some hundreds. */
const MAX_NODES = 100_000;
const INLINE = new Set(['text', 'link']);

type Step = { readonly node: unknown } | 'boundary';

/**
 * Reads the value of a Strapi blocks field: nested nodes `{ type, children }`, links as `{ type: 'link', url }`.
 * Code blocks and images are left out. What is not such a value reads as empty: the database may hold anything.
 */
export const readBlocks = (value: unknown, reader: ContentReader): void => {
  // A list of what is still to do, not recursion: nesting is up to whoever wrote the field.
  const steps: Step[] = [];
  const push = (children: unknown): void => {
    if (!Array.isArray(children)) return;
    for (let at = children.length - 1; at >= 0; at -= 1) steps.push({ node: children[at] });
  };

  push(value);
  for (let count = 0; steps.length > 0 && count < MAX_NODES; count += 1) {
    const step = steps.pop();
    if (step === 'boundary') reader.boundary?.();
    if (step === undefined || step === 'boundary' || !isNode(step.node)) continue;
    const { type, url, text, children } = step.node;
    if (type === 'code' || type === 'image') continue;
    if (type === 'link' && typeof url === 'string') reader.link?.(url);
    if (typeof text === 'string') reader.text?.(text);
    if (!INLINE.has(String(type))) {
      reader.boundary?.();
      steps.push('boundary');
    }
    push(children);
  }
};

interface BlockNode {
  readonly type?: unknown;
  readonly url?: unknown;
  readonly text?: unknown;
  readonly children?: unknown;
}

const isNode = (value: unknown): value is BlockNode => typeof value === 'object' && value !== null;
