import type { Core } from '@strapi/strapi';
import { describe, expect, it } from 'vitest';
import { destroy } from '../../../server/src/destroy';
import { endingsOf } from '../../../server/src/endings';

/** A Strapi that answers nothing but its log: everything else that is asked of it throws. */
const bareStrapi = () => {
  const errors: string[] = [];
  const log = { error: (line: string) => void errors.push(line) };
  const strapi = new Proxy({ log } as unknown as Core.Strapi, {
    get(target, name) {
      if (name === 'log') return target.log;
      throw new Error(`strapi.${String(name)} was asked for`);
    },
  });
  return { strapi, errors };
};

describe('destroy', () => {
  it('asks nothing of a Strapi that came no further than its constructor', async () => {
    const { strapi, errors } = bareStrapi();
    await destroy({ strapi });

    expect(errors).toEqual([]);
  });

  it('ends what was started once, the last first, whatever fails', async () => {
    const { strapi, errors } = bareStrapi();
    const ended: string[] = [];
    endingsOf(strapi).add('first', () => ended.push('first'));
    endingsOf(strapi).add('a thing', () => {
      throw new Error('at once');
    });
    endingsOf(strapi).add('another thing', () => Promise.reject(new Error('later')));
    endingsOf(strapi).add('last', () => ended.push('last'));
    await destroy({ strapi });
    await destroy({ strapi });

    expect(ended).toEqual(['last', 'first']);
    expect(errors).toEqual([
      '[linkbacks] another thing did not end properly: Error: later',
      '[linkbacks] a thing did not end properly: Error: at once',
    ]);
  });

  it('leaves what another Strapi started', async () => {
    const ended: string[] = [];
    endingsOf(bareStrapi().strapi).add('of another', () => ended.push('of another'));
    await destroy(bareStrapi());

    expect(ended).toEqual([]);
  });
});
