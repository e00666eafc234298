import { xmlTokens, type XmlToken } from '../xml/tokens';

/** Deeper than any honest call; the parsers behind this check never see more. */
const MAX_DEPTH = 64;
/** `pingback.ping` has two. */
const MAX_PARAMS = 32;

/** What an element may contain. `ordered`: the names in this order, each once. */
interface Content {
  readonly names: readonly string[];
  readonly ordered: boolean;
  readonly min: number;
  readonly max: number;
}

const SCALARS = ['i4', 'int', 'i8', 'boolean', 'string', 'double', 'datetime.iso8601', 'base64', 'nil'];

const CONTENT: ReadonlyMap<string, Content> = new Map([
  ['', { names: ['methodcall'], ordered: true, min: 1, max: 1 }],
  ['methodcall', { names: ['methodname', 'params'], ordered: true, min: 1, max: 2 }],
  ['params', { names: ['param'], ordered: false, min: 0, max: MAX_PARAMS }],
  ['param', { names: ['value'], ordered: true, min: 1, max: 1 }],
  ['value', { names: [...SCALARS, 'array', 'struct'], ordered: false, min: 0, max: 1 }],
  ['array', { names: ['data'], ordered: true, min: 1, max: 1 }],
  ['data', { names: ['value'], ordered: false, min: 0, max: Infinity }],
  ['struct', { names: ['member'], ordered: false, min: 0, max: Infinity }],
  ['member', { names: ['name', 'value'], ordered: true, min: 2, max: 2 }],
]);

interface Frame {
  readonly name: string;
  children: number;
}

/**
 * Whether this is one complete XML-RPC call: balanced, known elements only, in their places, no document type. The
 * deserializer behind it tolerates all else and would guess (mismatched tags, two values in one parameter) or throw (a
 * `<fault>` in a call).
 */
export const isMethodCall = (xml: string): boolean => {
  const root: Frame = { name: '', children: 0 };
  const stack: Frame[] = [root];

  for (const token of xmlTokens(xml)) {
    if (!accepts(stack, token)) return false;
  }
  return stack.length === 1 && root.children === 1;
};

const accepts = (stack: Frame[], { kind, raw, name }: XmlToken): boolean => {
  switch (kind) {
    case 'open':
      return open(stack, name);
    case 'close':
      return close(stack, name);
    case 'empty':
      return open(stack, name) && close(stack, name);
    case 'text':
      return stack.length > 1 || raw.trim() === '';
    case 'cdata':
      return stack.length > 1;
    case 'comment':
    case 'instruction':
      return true;
    case 'declaration':
    case 'broken':
      return false;
  }
};

const open = (stack: Frame[], name: string): boolean => {
  const parent = stack.at(-1);
  const content = CONTENT.get(parent?.name ?? '');
  if (parent === undefined || content === undefined) return false;
  if (parent.children >= content.max || stack.length > MAX_DEPTH) return false;
  if (content.ordered ? content.names[parent.children] !== name : !content.names.includes(name)) return false;
  parent.children += 1;
  stack.push({ name, children: 0 });
  return true;
};

const close = (stack: Frame[], name: string): boolean => {
  const frame = stack.length > 1 ? stack.pop() : undefined;
  return frame?.name === name && frame.children >= (CONTENT.get(name)?.min ?? 0);
};
