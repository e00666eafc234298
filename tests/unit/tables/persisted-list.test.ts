import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OWN_TABLES } from '../../../server/src/adapters/tables/own-tables';
import { tableNames, withoutTables, withTables } from '../../../server/src/adapters/tables/persisted-list';

const isOwn = (name: string): boolean => OWN_TABLES.includes(name);

/** What other features write: names and objects, in any order. */
const name = fc.oneof(
  fc.constantFrom('strapi_audit_logs', 'articles_strapi_stage_lnk'),
  fc.string({ minLength: 1, maxLength: 20 }).filter((one) => !isOwn(one))
);
const others = fc.array(
  fc.oneof(
    name,
    fc.record({ name }),
    fc.record({ name, dependsOn: fc.array(fc.record({ name }), { maxLength: 2 }) })
  )
);
const ours = fc
  .subarray([...OWN_TABLES])
  .map((names) => names.map((one) => (one.length % 2 ? one : { name: one })));
const list = fc.tuple(others, ours).map(([some, more]) => [...more, ...some]);

describe("Strapi's list of tables to keep", () => {
  it('gets each of our tables once, whoever was there before', () => {
    fc.assert(
      fc.property(list, (before) => {
        const after = withTables(before, OWN_TABLES) ?? before;

        expect(after.slice(0, before.length)).toEqual(before);
        expect(tableNames(after).filter(isOwn).sort()).toEqual([...OWN_TABLES].sort());
      })
    );
  });

  it('does not grow', () => {
    fc.assert(
      fc.property(list, (before) => {
        const after = withTables(before, OWN_TABLES) ?? before;

        expect(withTables(after, OWN_TABLES)).toBeNull();
        expect(withTables(JSON.parse(JSON.stringify(after)), [...OWN_TABLES, ...OWN_TABLES])).toBeNull();
      })
    );
  });

  it('has what others wrote, and only that, once ours are taken out', () => {
    fc.assert(
      fc.property(others, (before) => {
        const after = withTables(before, OWN_TABLES) ?? before;

        expect(withoutTables(after, isOwn) ?? after).toEqual(before);
        expect(withoutTables(before, isOwn)).toBeNull();
      })
    );
  });

  it.each([[null], [undefined], ['text'], [7], [{}], [[null, 3, {}]]])(
    'is made anew where it is %j',
    (broken) => {
      expect(withTables(broken, ['linkbacks_jobs'])).toEqual([{ name: 'linkbacks_jobs' }]);
      expect(withoutTables(broken, isOwn)).toBeNull();
    }
  );
});
