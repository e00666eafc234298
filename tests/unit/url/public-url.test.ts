import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePublicUrl } from '../../../server/src/core/url/public-url';

describe('a URL that is shown to visitors', () => {
  it.each([
    'https://jane.example/',
    'http://example.com/~jane?x#y',
    'https://jane.github.io/photo.jpg',
    'https://b\u00fccher.example/',
    'https://example.co.uk:8443/',
    'https://a.xn--p1ai/',
  ])('may be %s', (url) => {
    expect(parsePublicUrl(url)?.href).toBe(new URL(url).href);
  });

  it.each([
    'http://127.0.0.1/x',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.0.0.1/',
    'http://0177.1/',
    'http://8.8.8.8/',
    'http://[::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://\u2460\u2466\u24ea.0.0.1/',
    'http://localhost/',
    'http://localhost./',
    'http://a.localhost/',
    'http://router/',
    'http://printer.local/',
    'http://metadata.google.internal/',
    'http://x.onion/',
    'http://x.home.arpa/',
    'http://1.0.0.127.in-addr.arpa/',
    'http://nas.lan/',
    'http://wiki.corp/',
    'http://x.svc.cluster.local/',
    'http://x.invalid/',
    'http://x.test/',
    'http://co.uk/',
    'http://10.0.0.1.nip.io/',
    'http://a..example/',
    'http://example.com:22/',
    'http://example.com:6379/',
    'http://user:secret@example.com/',
    'javascript:alert(1)',
    'data:text/html,x',
    '//example.com/',
  ])('is never %s', (url) => {
    expect(parsePublicUrl(url)).toBeNull();
  });

  it('is never an IP address, however it is spelled', () => {
    const spelled = fc.tuple(fc.ipV4(), fc.constantFrom('%d', '0x', '0', '')).map(([ip, form]) => {
      const bytes = ip.split('.').map(Number);
      const whole = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
      if (form === '%d') return String(whole);
      if (form === '0x') return bytes.map((byte) => `0x${byte.toString(16)}`).join('.');
      if (form === '0') return bytes.map((byte) => `0${byte.toString(8)}`).join('.');
      return ip;
    });
    const all = fc.oneof(
      spelled,
      fc.ipV6().map((ip) => `[${ip}]`)
    );
    fc.assert(
      fc.property(all, fc.boolean(), (ip, dot) => parsePublicUrl(`http://${ip}${dot ? '.' : ''}/`) === null)
    );
  });
});
