import type { z } from '@strapi/utils';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain, inputReason } from '../../../server/src/config/explain';
import { parseConfig } from '../../../server/src/config/parse';
import { configSchema } from '../../../server/src/config/schema';
import { keysAt } from '../../../server/src/config/schema-keys';
import { sentenceOf } from '../../../server/src/core/reasons';
import { entrySettingsSchema } from '../../../server/src/services/entry-settings';
import { settingsSchema } from '../../../server/src/services/settings';

type Path = readonly string[];

/** What zod says by itself, in its versions 3 and 4. */
const OF_ZOD =
  /invalid|expected|received|required|unrecognized|too (?:small|big)|must (?:be|contain)|array|string|NaN|undefined|>=|<=/iu;

/** Every key of a schema, at any depth; behind a record and in a list, of one example. */
const pathsOf = (schema: z.ZodTypeAny, path: Path = []): Path[] => {
  const examples = path.join('.') === 'contentTypes' ? ['api::a.a'] : path.at(-1) === 'hooks' ? ['0'] : [];
  return [...keysAt(schema, path), ...examples].flatMap((key) => [
    [...path, key],
    ...pathsOf(schema, [...path, key]),
  ]);
};

/** Values of every kind that JavaScript and JSON have, each wrong for most keys. */
const plain = fc.oneof(
  fc.constantFrom<unknown>(null, true, '', ' ', 'x', '0', 'x'.repeat(3_000), 'http://', '//[', 'hold-all', '\u0000'),
  fc.constantFrom<unknown>(-1, 0, 1.5, 1e21, Number.NaN, Infinity, 2n, Symbol('x'), () => null, new Date(0), /x/u),
  fc.double(),
  fc.string()
); // prettier-ignore
const cyclic = (): unknown => {
  const one: Record<string, unknown> = {};
  one['one'] = one;
  return one;
};
const anyValue = fc.oneof(
  plain,
  fc.array(plain, { maxLength: 3 }),
  fc.dictionary(fc.string({ minLength: 1 }), plain, { maxKeys: 3 }),
  fc.constant(['x', 'x']),
  fc.constant(Array.from({ length: 1_001 }, (_, at) => `https://a${String(at)}.example`)),
  fc.constant(cyclic())
);

/** `base` with the value at the path. */
const placed = (base: unknown, path: Path, value: unknown): unknown => {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const inner = placed((base as Record<string, unknown> | undefined)?.[key], rest, value);
  return key === '0' ? [inner] : { ...(base as object | undefined), [key]: inner };
};

const keyOf = (path: Path): string =>
  path.reduce((text, part) => {
    if (part === '0') return `${text}[0]`;
    if (!/^\w+$/u.test(part)) return `${text}['${part}']`;
    return text ? `${text}.${part}` : part;
  }, '');

const check = (sentence: string, path: Path): void => {
  const [, key = '', found = '', allowed = ''] =
    /^(?:linkbacks config: )?`(.*?)` is (.*?); allowed: (.+)\.$/su.exec(sentence) ?? [];
  expect(key.startsWith(keyOf(path)), sentence).toBe(true);
  expect(found, sentence).not.toBe('');
  expect(allowed, sentence).not.toBe('');
  expect(allowed, sentence).not.toMatch(OF_ZOD);
};

const CONFIG = { contentTypes: { 'api::a.a': { url: 'https://example.com/:slug' } } };
const protocols = { pingback: true, trackback: true, webmention: true };
const SETTINGS = {
  receive: { open: true, protocols, closeAfterDays: 0 },
  send: { on: true, protocols },
  moderation: { policy: 'hold', trustedHosts: [], blockedHosts: [], blockedWords: [], maxLinks: 0 },
  notify: { emails: [], on: 'none', hooks: [{ url: 'https://a.example' }] },
};
const ENTRY = { allowPings: 'default', sendPings: 'default', trackbackUrls: [] };

describe('a wrong value', () => {
  it.each(pathsOf(configSchema).map((path) => [keyOf(path), path] as const))(
    'of the configuration is told by its key: %s',
    (_key, path) => {
      fc.assert(
        fc.property(anyValue, (value) => {
          try {
            parseConfig(placed(path[0] === 'contentTypes' ? CONFIG : {}, path, value));
          } catch (error) {
            check((error as Error).message, path);
          }
        }),
        { numRuns: 60 }
      );
    }
  );

  it.each(
    (
      [
        [settingsSchema, SETTINGS],
        [entrySettingsSchema, ENTRY],
      ] as const
    ).flatMap(([schema, base]) =>
      pathsOf(schema).map((path) => [keyOf(path), { path, schema, base }] as const)
    )
  )('of the settings is told by its key: %s', (_key, { path, schema, base }) => {
    expect(schema.safeParse(base).success).toBe(true);
    fc.assert(
      fc.property(anyValue, (value) => {
        const input = placed(base, path, value);
        const parsed = schema.safeParse(input);
        if (parsed.success) return;
        check(sentenceOf(inputReason(explain(parsed.error, { schema, input, root: 'settings' }))), path);
      }),
      { numRuns: 60 }
    );
  });

  it.each([
    [{ moderation: { ...SETTINGS.moderation, blockedWords: [''] } }, '`moderation.blockedWords[0]` is ""; allowed: a text of at least 1 characters.'],
    [{ moderation: { ...SETTINGS.moderation, policy: 'x' } }, '`moderation.policy` is "x"; allowed: one of hold, hold-unknown, approve.'],
    [{ receive: { ...SETTINGS.receive, open: 'yes' } }, '`receive.open` is "yes"; allowed: true or false.'],
    [{ receive: { ...SETTINGS.receive, closeAfterDays: 1.5 } }, '`receive.closeAfterDays` is 1.5; allowed: a whole number.'],
    [{ receive: { ...SETTINGS.receive, opne: true } }, '`receive.opne` is true; allowed: the keys open, protocols, closeAfterDays.'],
    [{ colour: 'red' }, '`colour` is "red"; allowed: the keys receive, send, moderation, notify.'],
  ])('of the settings %j has its sentence', (over, sentence) => {
    const input = { ...SETTINGS, ...over };
    const parsed = settingsSchema.safeParse(input);
    const why = parsed.success ? null : explain(parsed.error, { schema: settingsSchema, input, root: 'settings' });
    expect(why && sentenceOf(inputReason(why))).toBe(sentence);
  }); // prettier-ignore

  it.each([[5, '5'], ['x', '"x"'], [[], '[]'], [() => null, null]])('for all of the configuration: %j', (input, found) => {
    expect(() => parseConfig(input)).toThrow(
      `linkbacks config: \`config\` is ${found ?? 'a function'}; allowed: an object.`
    );
  }); // prettier-ignore
});
