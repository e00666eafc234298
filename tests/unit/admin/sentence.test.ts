import { describe, expect, it } from 'vitest';
import { asSentence } from '../../../admin/src/components/sentence';
import { sentenceOf, type Reason } from '../../../server/src/core/reasons';

const say = (why: Reason): string => asSentence(sentenceOf(why), why);

describe('a reason as a sentence', () => {
  it('begins with a capital letter, also where it is the rest of one elsewhere', () => {
    expect(say({ code: 'page.no-link' })).toBe('It does not show this link yet.');
    expect(say({ code: 'page.status', values: { status: 404 } })).toBe('It answers with status 404.');
  });

  it('leaves the host that it begins with as it is spelled', () => {
    const trusted: Reason = { code: 'verdict.trusted', values: { site: 'blog.example', entry: 'example' } };
    expect(say(trusted)).toMatch(/^blog\.example is trusted/);
    expect(say({ code: 'verdict.akismet-ham', values: { why: trusted } })).toMatch(
      /^blog\.example is trusted/
    );
  });

  it('leaves what others said as they said it', () => {
    expect(say({ code: 'words', values: { words: 'mailbox full' } })).toBe('mailbox full');
    expect(asSentence('from before there were codes', null)).toBe('from before there were codes');
  });
});
