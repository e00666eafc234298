import { describe, expect, it } from 'vitest';
import { sizeOf } from '../../../server/src/core/content/size';

describe('the size of what is to be read', () => {
  it('counts the text of fields and the addresses of blocks', () => {
    const [text, hrefs] = [
      sizeOf([{ kind: 'markdown', value: 'abc' }]),
      sizeOf([{ kind: 'hrefs', value: ['https://a.example/'] }]),
    ];
    expect(text).toBe(3);
    expect(hrefs).toBeGreaterThan('https://a.example/'.length);
  });

  it('grows with the number of addresses, however short they are', () => {
    expect(sizeOf([{ kind: 'hrefs', value: Array.from({ length: 20_000 }, () => '/') }])).toBeGreaterThan(
      65_536
    );
  });
});
