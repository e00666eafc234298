import { describe, expect, it } from 'vitest';
import { decodePage } from '../../../server/src/core/html/charset';
import { inPieces } from './support';

const decode = async (bytes: Uint8Array, contentType: string | null = 'text/html', size?: number) => {
  let text = '';
  for await (const piece of decodePage(inPieces(bytes, size), contentType)) text += piece;
  return text;
};
const latin1 = (text: string) => Buffer.from(text, 'latin1');

describe('the encoding of a page', () => {
  it.each([
    ['the Content-Type header', latin1('caf\xe9 \x93q\x94'), 'text/html; charset="ISO-8859-1"', 'café “q”'],
    [
      'a meta element',
      latin1('<meta charset=windows-1251>\xcf\xf0'),
      'text/html',
      '<meta charset=windows-1251>Пр',
    ],
    [
      'the header before the meta element',
      Buffer.from('<meta charset=windows-1251>é'),
      'text/html;charset=utf-8',
      '<meta charset=windows-1251>é',
    ],
    ['a byte order mark before the header', Buffer.from('\uFEFFé'), 'text/html; charset=iso-8859-1', 'é'],
    ['a UTF-16 byte order mark', Buffer.from('\uFEFFé€', 'utf16le'), null, 'é€'],
    [
      'an XML declaration',
      latin1('<?xml version="1.0" encoding="iso-8859-2"?>\xb1'),
      'application/xhtml+xml',
      '<?xml version="1.0" encoding="iso-8859-2"?>ą',
    ],
    ['Shift_JIS', Buffer.from([0x93, 0xfa, 0x96, 0x7b]), 'text/html; charset=Shift_JIS', '日本'],
    ['the bytes: UTF-8 when they are', Buffer.from('naïve €'), null, 'naïve €'],
    ['the bytes: else windows-1252', latin1('na\xefve \x80'), null, 'naïve €'],
    ['the bytes when the label is unknown', Buffer.from('é'), 'text/html; charset=klingon', 'é'],
    ['the bytes when the header is senseless', Buffer.from('é'), ';;; charset', 'é'],
    [
      'the bytes when a declaration breaks off',
      Buffer.from('<meta content=charset>é'),
      'text/html',
      '<meta content=charset>é',
    ],
    [
      'the bytes when Node cannot decode what is declared',
      Buffer.from('a'),
      'text/html; charset=iso-2022-kr',
      'a',
    ],
  ])('is told by %s', async (_, bytes, contentType, text) => {
    expect(await decode(bytes, contentType)).toBe(text);
  });

  it('is decided by the first bytes that are not ASCII, however late', async () => {
    const ascii = 'x'.repeat(10_000);
    expect(await decode(Buffer.from(`${ascii}é${ascii}€`))).toBe(`${ascii}é${ascii}€`);
    expect(await decode(latin1(`${ascii}\xe9${ascii}\x80`))).toBe(`${ascii}é${ascii}€`);
  });

  it('keeps characters whole that the network tears', async () => {
    const text = `${'x'.repeat(4095)}é€😀`.repeat(3);
    for (const size of [1, 3, 4096]) expect(await decode(Buffer.from(text), null, size)).toBe(text);
  });

  it('reads an empty page as nothing', async () => {
    expect(await decode(Buffer.alloc(0))).toBe('');
  });
});
