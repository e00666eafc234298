import { describe, expect, it } from 'vitest';
import { isAllowedAddress, parseRanges } from '../../../server/src/core/http/address';

describe('an address that may be dialled', () => {
  it.each(['93.184.216.34', '8.8.8.8', '2606:4700::1111', '::ffff:93.184.216.34', '64:ff9b::5db8:d822'])(
    '%s is public',
    (address) => {
      expect(isAllowedAddress(address, [])).toBe(true);
    }
  );

  it.each([
    '127.0.0.1',
    '127.1.2.3',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '168.63.129.16',
    '192.0.0.8',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '100::1',
    '100:0:0:1::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '4000::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    'not an address',
    '',
  ])('%s is refused', (address) => {
    expect(isAllowedAddress(address, [])).toBe(false);
  });

  it('is one that the project opened', () => {
    const opened = parseRanges(['10.1.0.0/16', 'fd00::/8']);
    expect(isAllowedAddress('10.1.2.3', opened)).toBe(true);
    expect(isAllowedAddress('::ffff:10.1.2.3', opened)).toBe(true);
    expect(isAllowedAddress('fd00::1', opened)).toBe(true);
    expect(isAllowedAddress('10.2.0.1', opened)).toBe(false);
  });
});
