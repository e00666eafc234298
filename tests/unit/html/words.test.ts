import { describe, expect, it } from 'vitest';
import { fixture, read, TARGET } from './support';

const PAGE = `<html><head><title>A title &ndash; The “Blog”</title>
  <meta property="og:site_name" content="The Shed"><script>secret()</script></head><body>
  <p>What   convinced me, in the&nbsp;end, was <a href="${TARGET}">this</a>.</p>
  <ul><li>one</li><li>two</li></ul><p>It cost soft&shy;ly 5&nbsp;&euro; &amp; more</p><p>Next</p>
  <!-- hidden --><textarea>typed</textarea></body></html>`;

describe('words that a peer claims for its page', () => {
  it.each([
    'What convinced me',
    'what CONVINCED me,\n in the end',
    'was this.',
    'one two',
    'onetwo',
    'It cost softly 5 € & more Next',
    'It cost softly 5 &#8364; &amp; more',
    'It <b>cost</b> softly',
    'What convinced me, in the e[&#8230;]',
    'What convinced me, in the e&#8230;',
    'What convinced me …',
    '[…] me, in the end [...]',
    'The “Blog”',
    'A title – The',
    'The Shed',
  ])('are there: %s', async (text) => {
    expect((await read(PAGE, { keepText: true })).words(text)).toBe(true);
  });

  it.each([
    'Buy pills',
    'secret',
    'hidden',
    'typed',
    'What convinced you',
    '',
    ' ',
    '…',
    '<b></b>',
    'convinced me in',
  ])('are not there: %s', async (text) => {
    expect((await read(PAGE, { keepText: true })).words(text)).toBe(false);
  });

  it('may stand far behind the link', async () => {
    const page = `<title>T</title><a href="${TARGET}">x</a>${'word '.repeat(50_000)}the very end`;
    expect((await read(page, { keepText: true })).words('the very end')).toBe(true);
    expect((await read(page)).words('the very end')).toBe(false);
  });

  it('are those of the WordPress post that its trackback cuts in mid-word', async () => {
    const { words } = await read(fixture('wordpress-post.html'), { keepText: true });
    expect(
      words('it rained, so I read what the neighbours write about their tomatoes.\nWhat convin&#8230;')
    ).toBe(true);
    expect(words('Why blogs still talk')).toBe(true);
    expect(words('The Garden Shed')).toBe(true);
  });

  it('are not searched for when they are longer than anything that is shown', async () => {
    const { words } = await read('a'.repeat(10_000), { keepText: true });
    expect(words('a'.repeat(4000))).toBe(true);
    expect(words('a'.repeat(4001))).toBe(false);
  });

  it('without the kept text are those of title, site name and excerpt', async () => {
    const { words } = await read(PAGE);
    expect(words('What convinced me')).toBe(true);
    expect(words('The Shed')).toBe(true);
    expect(words('A title')).toBe(true);
  });
});
