import { describe, expect, it } from 'vitest';
import { splitUrls, trackbackProblem } from '../../../admin/src/features/entry-panel/trackback-urls';

describe('the trackback URLs that an editor types', () => {
  it('are separated by spaces or lines, each counted once', () => {
    const text = ' https://a.example/tb https://b.example/tb\n\n\thttps://a.example/tb\r\n';
    expect(splitUrls(text)).toEqual(['https://a.example/tb', 'https://b.example/tb']);
  });

  it.each(['', '   \n', 'https://a.example/tb', 'HTTP://a.example:8080/tb?id=1 https://bücher.example/tb'])(
    'are right: %j',
    (text) => {
      expect(trackbackProblem(text)).toBeNull();
    }
  );

  it.each([
    ['a.example/tb', 'scheme'],
    ['ftp://a.example/tb', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['http:a.example', 'scheme'],
    ['http://', 'url'],
    ['https://[', 'url'],
    ['https://%zz/', 'url'],
    ['https://user:secret@a.example/tb', 'user'],
    [`https://a.example/${'x'.repeat(2048)}`, 'length'],
  ])('names what is wrong with %j', (bad, kind) => {
    const problem = trackbackProblem(`https://good.example/tb ${bad}`);
    expect(problem?.key).toBe(`panel.trackbacks.error.${kind}`);
  });

  it('names the bad one among good ones, cut when it is long', () => {
    expect(trackbackProblem('https://a.example/ oops https://b.example/')?.values).toEqual({ url: 'oops' });
    const long = trackbackProblem(`ftp://${'x'.repeat(500)}`)?.values?.url;
    expect(String(long)).toHaveLength(81);
  });

  it('are no more than the server takes', () => {
    const urls = Array.from({ length: 51 }, (_, index) => `https://a.example/${index}`);
    expect(trackbackProblem(urls.join('\n'))?.key).toBe('panel.trackbacks.error.many');
    expect(trackbackProblem(urls.slice(1).join('\n'))).toBeNull();
  });
});
