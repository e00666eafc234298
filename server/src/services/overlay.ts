type Plain = Record<string, unknown>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `base` with any subset of its keys replaced, section by section; lists are replaced as a whole. */
export const overlay = (base: unknown, patch: unknown): unknown => {
  if (patch === undefined || patch === null) return base;
  if (!isPlain(base) || !isPlain(patch)) return patch;
  const keys = Object.keys(patch).filter((key) => key !== '__proto__');
  return { ...base, ...Object.fromEntries(keys.map((key) => [key, overlay(base[key], patch[key])])) };
};
