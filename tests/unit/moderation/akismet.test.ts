import { afterEach, describe, expect, it } from 'vitest';
import { createAkismet, type AkismetComment } from '../../../server/src/core/moderation/akismet';
import { startAkismet, type AkismetServer } from '../../helpers/akismet';
import { client } from '../http/serving';

const COMMENT: AkismetComment = {
  blog: 'https://example.com/',
  permalink: 'https://example.com/blog/hello',
  address: '203.0.113.9',
  userAgent: 'WordPress/7.1; https://blog.example',
  protocol: 'pingback',
  source: 'https://blog.example/post',
  author: 'Jane',
  texts: ['A title', 'Größe & mehr'],
  receivedAt: '2026-01-02T03:04:05.000Z',
};

describe('Akismet', () => {
  let server: AkismetServer | undefined;
  afterEach(() => server?.stop());

  const start = async (answer: 'spam' | 'ham' | 'discard' | 'hang', key = 'our-key') => {
    server = await startAkismet({ key: 'our-key', answer: () => answer });
    return createAkismet({ http: client([server.port]), url: server.url, key });
  };

  it.each([
    ['ham', 'ham'],
    ['spam', 'spam'],
    ['discard', 'blatant-spam'],
  ] as const)('that says %s', async (answer, opinion) => {
    const akismet = await start(answer);

    expect(await akismet.check(COMMENT)).toEqual({ ok: true, value: opinion });
  });

  it('is told this and nothing else', async () => {
    const akismet = await start('ham');
    await akismet.check(COMMENT);

    expect(server?.asked).toEqual([
      {
        method: 'comment-check',
        form: {
          api_key: 'our-key',
          blog: 'https://example.com/',
          user_ip: '203.0.113.9',
          user_agent: 'WordPress/7.1; https://blog.example',
          permalink: 'https://example.com/blog/hello',
          comment_type: 'pingback',
          comment_author: 'Jane',
          comment_author_url: 'https://blog.example/post',
          comment_content: 'A title\n\nGröße & mehr',
          comment_date_gmt: '2026-01-02T03:04:05.000Z',
          charset: 'UTF-8',
        },
      },
    ]);
  });

  it('that does not know the key says why', async () => {
    const akismet = await start('ham', 'another');

    expect(await akismet.check(COMMENT)).toEqual({
      ok: false,
      error: 'HTTP 200: We do not know this key.',
    });
    expect(await akismet.submit('spam', COMMENT)).toMatchObject({ ok: false });
  });

  it('that hangs or is not there is no opinion', async () => {
    const akismet = await start('hang');

    expect(await akismet.check(COMMENT, { signal: AbortSignal.timeout(50) })).toEqual({
      ok: false,
      error: 'aborted',
    });
    await server?.stop();
    expect(await akismet.check(COMMENT)).toEqual({ ok: false, error: 'connect-failed' });
  });

  it.each(['spam', 'ham'] as const)('is told that it was %s', async (verdict) => {
    const akismet = await start('ham');

    expect(await akismet.submit(verdict, COMMENT)).toEqual({ ok: true, value: undefined });
    expect(server?.asked).toMatchObject([{ method: `submit-${verdict}`, form: { user_ip: '203.0.113.9' } }]);
  });
});
