import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockedBy } from '../../../server/src/core/moderation/hosts';
import { hostsOfSite, siteOf } from '../../../server/src/core/moderation/sites';
import { normaliseUrl } from '../../../server/src/core/url/normalise';

const hex = (a: number, b: number): string => (a * 256 + b).toString(16);

describe('an IP address as a host', () => {
  it('is one, as IPv4 or in IPv6', () => {
    const byte = fc.nat(255);
    fc.assert(
      fc.property(byte, byte, byte, byte, (a, b, c, d) => {
        const plain = `${a}.${b}.${c}.${d}`;
        const spellings = [
          plain,
          `${plain}.`,
          String(((a * 256 + b) * 256 + c) * 256 + d),
          `[::ffff:${plain}]`,
          `[0:0:0:0:0:FFFF:${hex(a, b)}:${hex(c, d)}]`,
          `[64:ff9b::${plain}]`,
        ];
        for (const host of spellings) {
          const site = siteOf(`http://${host}:8080/x`, []);
          expect(site).toBe(plain);
          expect(blockedBy(site, [host])).toBe(host);
          expect(normaliseUrl(`http://${host}/x`)).toBe(`http://${plain}/x`);
          expect(hostsOfSite(new URL(`http://${host}/`), [])).toContain(plain);
        }
        expect(hostsOfSite(new URL(`http://${plain}/`), [])).toContain(
          new URL(`http://[::ffff:${plain}]`).host
        );
      })
    );
  });
});
