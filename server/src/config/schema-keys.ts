import type { z } from '@strapi/utils';

/** What wraps a schema (a default, a preprocessing, a transformation) or holds others, in zod 3 and 4. */
interface Definition {
  readonly innerType?: Schema;
  readonly schema?: Schema;
  readonly in?: Schema;
  readonly out?: Schema;
  readonly valueType?: Schema;
  readonly element?: Schema;
  readonly type?: unknown;
}
interface Schema {
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly _def: Definition;
}

/** Returns the keys of the object that a schema allows at a path; none where it is no object. */
export const keysAt = (schema: z.ZodTypeAny, path: readonly PropertyKey[]): string[] => {
  const found = path.reduce<Schema | null>((at, key) => at && childOf(at, String(key)), schema as Schema);
  return Object.keys((found && unwrapped(found).shape) ?? {});
};

const childOf = (schema: Schema, key: string): Schema | null => {
  const { shape, _def } = unwrapped(schema);
  return shape?.[key] ?? _def.valueType ?? elementOf(_def);
};

const elementOf = ({ element, type }: Definition): Schema | null =>
  element ?? (typeof type === 'object' ? (type as Schema | null) : null);

const unwrapped = (schema: Schema): Schema => {
  const inner = innerOf(schema);
  return inner === null ? schema : unwrapped(inner);
};

const innerOf = ({ shape, _def }: Schema): Schema | null => {
  if (shape) return null;
  const piped = [_def.out, _def.in].find((part) => part !== undefined && !isTransform(part));
  return _def.innerType ?? _def.schema ?? piped ?? null;
};

const isTransform = ({ _def }: Schema): boolean => _def.type === 'transform';
