import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, type ModerationRequest } from '../../../server/src/core/moderation/decide';
import { sentenceOf } from '../../../server/src/core/reasons';

const request = (o: Partial<ModerationRequest> = {}): ModerationRequest => ({
  sourceHost: 'a.example',
  finalHost: 'a.example',
  policy: 'hold',
  trustedHosts: [],
  blockedHosts: [],
  blockedWords: [],
  maxLinks: 0,
  knownHost: false,
  isOwnPage: false,
  texts: [],
  links: null,
  sameTextFrom: [],
  opinion: 'not-asked',
  ...o,
});
const decided = (o: Partial<ModerationRequest> = {}) => {
  const { status, why } = decide(request(o));
  return { status, reason: sentenceOf(why) };
};
const status = (o: Partial<ModerationRequest>) => decided(o).status;

describe('a verified linkback', () => {
  it.each<[ModerationRequest['policy'], boolean, string, string]>([
    ['hold', false, 'pending', 'The settings hold everything for approval.'],
    ['hold', true, 'pending', 'The settings hold everything for approval.'],
    ['hold-unknown', false, 'pending', 'No linkback from a.example was approved before.'],
    ['hold-unknown', true, 'approved', 'A linkback from a.example was approved before.'],
    ['approve', false, 'approved', 'The settings approve everything that is verified.'],
  ])('under the policy %s, host known: %s, is %s', (policy, knownHost, expected, reason) => {
    expect(decided({ policy, knownHost })).toEqual({ status: expected, reason });
  });

  it('is held with a reason that names both hosts when it was redirected', () => {
    expect(decided({ policy: 'hold-unknown', finalHost: 'b.example' })).toEqual({
      status: 'pending',
      reason: 'No linkback from a.example, redirected to b.example, was approved before.',
    });
  });

  it.each<[string, string, string]>([
    ['the host itself', 'spam.example', 'spam.example'],
    ['a host below it', 'a.b.spam.example', 'spam.example'],
    ['another port', 'spam.example:8080', 'spam.example'],
    ['other letter case', 'Spam.Example', 'SPAM.example'],
    ['punycode', 'xn--bcher-kva.example', 'Bücher.example'],
    ['a wildcard', 'a.spam.example', '*.spam.example'],
    ['a leading dot', 'a.spam.example', '.spam.example'],
    ['a whole URL', 'spam.example', ' https://spam.example/path?x '],
    ['a root dot', 'spam.example.', 'spam.example'],
    ['an IPv6 address', '[2001:db8::1]', 'http://[2001:db8:0::1]/'],
  ])('is refused when the list blocks %s', (_name, sourceHost, entry) => {
    expect(decided({ sourceHost, policy: 'approve', blockedHosts: ['other.example', entry] })).toEqual({
      status: 'refused',
      reason: `${sourceHost} is blocked (by “${entry}”).`,
    });
  });

  it('is refused when it was redirected to a blocked host', () => {
    expect(status({ finalHost: 'spam.example', blockedHosts: ['spam.example'] })).toBe('refused');
  });

  it.each(['notspam.example', 'spam.example.org', 'example'])(
    'is not refused for a look-alike: %s',
    (sourceHost) => {
      expect(status({ sourceHost, blockedHosts: ['spam.example'] })).toBe('pending');
    }
  );

  it.each(['', ' ', '*.', 'http://', 'a b', '%'])('is not refused by a senseless block: "%s"', (entry) => {
    expect(status({ blockedHosts: [entry], trustedHosts: [entry] })).toBe('pending');
  });

  it('is approved from a trusted host', () => {
    expect(decided({ trustedHosts: ['A.example'] })).toEqual({
      status: 'approved',
      reason: 'a.example is trusted (by “A.example”).',
    });
  });

  it.each<[string, Partial<ModerationRequest>]>([
    ['that looks like it', { sourceHost: 'nota.example', finalHost: 'nota.example' }],
    ['redirected away from it', { finalHost: 'b.example' }],
    ['redirected to it', { sourceHost: 'b.example' }],
  ])('is not approved from a host %s', (_name, hosts) => {
    expect(status({ ...hosts, trustedHosts: ['a.example'] })).toBe('pending');
  });

  it.each(['x.a.example', 'a.example:8080'])('is approved from %s, which belongs to it', (host) => {
    expect(status({ sourceHost: host, finalHost: host, trustedHosts: ['a.example'] })).toBe('approved');
  });

  it('is refused when its host is both trusted and blocked', () => {
    expect(status({ trustedHosts: ['a.example'], blockedHosts: ['a.example'] })).toBe('refused');
  });

  it('is spam with a blocked word, from a trusted host too', () => {
    const o = {
      trustedHosts: ['a.example'],
      blockedWords: ['ok', 'Casino'],
      texts: ['Fine', 'Best CASINO!'],
    };
    expect(decided(o)).toEqual({ status: 'spam', reason: 'It contains the blocked word “Casino”.' });
  });

  it.each<[string, string]>([
    ['viagra', 'buy VIAGRA now'],
    ['viagra', 'Ｖｉａｇｒａ'],
    ['viagra', 'vi\u200bag\u00adra'],
    ['straße', 'STRASSE 5'],
    ['ΟΔΟΣ', 'η οδός? οδος!'],
    ['İstanbul', 'İSTANBUL'],
    ['казино', 'Лучшее Казино.'],
    ['赌场', '欢迎来到赌场网站'],
    ['カジノ', 'オンラインカジノ情報'],
    ['buy now', 'please buy\n  NOW'],
    ['$$$', 'earn$$$fast'],
    ['casino.example', 'https://www.mycasino.example/'],
    ['c1alis', 'xc1alisx'],
    ['🎰', 'win 🎰🎰'],
    ['spam', '🎰spam🎰'],
    ['spam', 'specspam spam'],
  ])('is spam when “%s” is blocked and it says “%s”', (word, text) => {
    expect(status({ blockedWords: [word], texts: [text] })).toBe('spam');
  });

  it.each<[string, string]>([
    ['cialis', 'a specialist'],
    ['spam', 'spams'],
    ['spam', 'spam1'],
    ['spam', 'spam\u0301'],
    ['spam', '𝐱spam'],
    ['казино', 'казиношный'],
    ['', 'anything'],
    ['\u200b', 'anything'],
    ['viagra', ''],
  ])('is no spam when “%s” is blocked and it says “%s”', (word, text) => {
    expect(status({ blockedWords: [word], texts: [text] })).toBe('pending');
  });

  it('is approved when it is a page of our own, unless it is blocked or says what is blocked', () => {
    expect(decided({ isOwnPage: true })).toEqual({
      status: 'approved',
      reason: 'It is one of our own pages.',
    });
    expect(status({ isOwnPage: true, blockedHosts: ['a.example'] })).toBe('refused');
    expect(status({ isOwnPage: true, blockedWords: ['casino'], texts: ['Casino'] })).toBe('spam');
  });

  it.each<[ModerationRequest['opinion'], string, string]>([
    ['spam', 'spam', 'Akismet says that it is spam.'],
    ['blatant-spam', 'spam', 'Akismet is sure that it is spam.'],
    ['ham', 'approved', 'The settings approve everything that is verified. Akismet has no objection.'],
    ['silent', 'approved', 'The settings approve everything that is verified. Akismet could not be asked.'],
    ['not-asked', 'approved', 'The settings approve everything that is verified.'],
  ])('to which Akismet is %s, is %s', (opinion, expected, reason) => {
    expect(decided({ policy: 'approve', opinion })).toEqual({ status: expected, reason });
  });

  it('is approved from a trusted host whatever Akismet, links and copies say', () => {
    const suspicious = { opinion: 'spam', links: 500, maxLinks: 1, sameTextFrom: ['b', 'c', 'd'] } as const;
    expect(status({ ...suspicious, trustedHosts: ['a.example'] })).toBe('approved');
    expect(status({ ...suspicious, isOwnPage: true })).toBe('approved');
  });

  it.each<[number | null, number, string]>([
    [3, 2, 'pending'],
    [2, 2, 'approved'],
    [500, 0, 'approved'],
    [null, 2, 'approved'],
  ])('with %s links to other sites where %s may be, is %s', (links, maxLinks, expected) => {
    expect(status({ policy: 'approve', links, maxLinks })).toBe(expected);
  });

  it('says how many links were too many', () => {
    expect(decided({ policy: 'approve', links: 30, maxLinks: 20 }).reason).toBe(
      'Its page links to other sites 30 times, more than 20.'
    );
  });

  it.each<[string[], string, string]>([
    [['b.example'], 'pending', 'The same text came from b.example lately.'],
    [['b.example', 'c.example', 'd.example'], 'pending', 'The same text came from 3 other sites lately.'],
  ])('whose text came from %j too is %s', (sameTextFrom, expected, reason) => {
    expect(decided({ policy: 'approve', sameTextFrom })).toEqual({ status: expected, reason });
  });

  it.each<[string, string, string]>([
    ['medium.com/@jane', 'medium.com/@jane', 'approved'],
    ['medium.com/@jane', 'https://medium.com/@jane/some-post', 'approved'],
    ['medium.com/@jane', 'medium.com/@john', 'pending'],
    ['medium.com/@jane', 'medium.com', 'pending'],
    ['medium.com/', 'medium.com', 'pending'],
    ['medium.com/', 'medium.com/', 'pending'],
    ['jane.github.io', 'github.io', 'pending'],
    ['jane.github.io', 'jane.github.io', 'approved'],
    ['a.co.uk', 'co.uk', 'pending'],
    ['a.example.com', 'com', 'pending'],
    ['intranet', 'intranet', 'approved'],
    ['tilde.example', 'tilde.example/~jane', 'pending'],
    ['tilde.example', 'https://tilde.example/', 'approved'],
  ])('from %s is, trusting %s, %s', (site, entry, expected) => {
    expect(status({ sourceHost: site, finalHost: site, trustedHosts: [entry] })).toBe(expected);
  });

  it.each<[string, string, string]>([
    ['medium.com/@jane', 'medium.com/@jane', 'refused'],
    ['medium.com/@jane', 'medium.com/@john', 'pending'],
    ['medium.com/@jane', 'medium.com', 'refused'],
    ['jane.github.io', 'github.io', 'refused'],
    ['a.example.xyz', 'xyz', 'refused'],
  ])('from %s is, blocking %s, %s', (site, entry, expected) => {
    expect(status({ sourceHost: site, finalHost: site, blockedHosts: [entry] })).toBe(expected);
  });

  it('always gets a verdict with a reason, whatever it says', () => {
    const strings = fc.array(fc.string({ unit: 'binary', maxLength: 8 }), { maxLength: 3 });
    fc.assert(
      fc.property(fc.string(), strings, strings, strings, (host, blockedHosts, blockedWords, texts) => {
        const verdict = decided({ sourceHost: host, blockedHosts, blockedWords, texts });
        expect(verdict.reason).not.toBe('');
      })
    );
  });
});
