import { describe, expect, it } from 'vitest';
import { changesOf, problemsOf, toForm } from '../../../admin/src/features/settings/form';
import { hasSecret, isSaved, NEW_HOOK } from '../../../admin/src/features/settings/form-notices';
import type { Settings, SettingsResponse } from '../../../server/src/contracts';

const settings: Pick<SettingsResponse, keyof Settings> = {
  receive: {
    open: true,
    protocols: { pingback: true, trackback: false, webmention: true },
    closeAfterDays: 14,
  },
  send: { on: false, protocols: { pingback: true, trackback: true, webmention: true } },
  moderation: {
    policy: 'hold-unknown',
    trustedHosts: ['friend.example', 'bücher.example', 'medium.com/@Jane', '[2001:db8::1]'],
    blockedHosts: [],
    blockedWords: ['cheap pills'],
    maxLinks: 3,
  },
  notify: {
    emails: ['mod@example.org'],
    on: 'held',
    hooks: [{ url: 'https://builds.example/hook', hasSecret: true }],
  },
};

const form = toForm(settings);
/** Everything differs from it, so that all is told. */
const other = toForm({
  receive: {
    open: false,
    protocols: { pingback: false, trackback: true, webmention: false },
    closeAfterDays: 0,
  },
  send: { on: true, protocols: { pingback: false, trackback: false, webmention: false } },
  moderation: {
    policy: 'hold',
    trustedHosts: [],
    blockedHosts: ['x.example'],
    blockedWords: [],
    maxLinks: 0,
  },
  notify: { emails: [], on: 'none', hooks: [] },
});
const withList = (part: Partial<typeof form.moderation>) =>
  problemsOf({ ...form, moderation: { ...form.moderation, ...part } });

describe('the settings form', () => {
  it('gives back what it was filled with, also what it does not show', () => {
    expect(problemsOf(form)).toEqual({});
    const notify = { ...settings.notify, hooks: [{ url: 'https://builds.example/hook' }] };
    expect(changesOf(other, form)).toEqual({ ...settings, notify });
  });

  it('saves what was changed only, so that what others change meanwhile stays', () => {
    expect(changesOf(form, form)).toEqual({ receive: {}, send: {}, moderation: {}, notify: {} });
    const changed = { ...form, moderation: { ...form.moderation, blockedWords: 'cheap pills\ncasino' } };
    expect(changesOf(form, changed)).toEqual({
      receive: {},
      send: {},
      moderation: { blockedWords: ['cheap pills', 'casino'] },
      notify: {},
    });
  });

  it('reads lists one a line, without empty lines, spaces and repetitions', () => {
    const moderation = { ...form.moderation, blockedHosts: ' a.example \r\n\n b.example\na.example\n' };
    expect(changesOf(form, { ...form, moderation }).moderation?.blockedHosts).toEqual([
      'a.example',
      'b.example',
    ]);
  });

  it.each(['https://a.example/', 'a.example/', 'two words', 'a.example:8080', '*.example'])(
    'names a line that is no host name: %s',
    (line) => {
      expect(withList({ trustedHosts: `good.example\n${line}` })).toEqual({
        trustedHosts: { key: 'settings.error.host', values: { line } },
      });
      expect(withList({ blockedHosts: line })).toHaveProperty('blockedHosts');
    }
  );

  it('refuses a word or a list that the server refuses', () => {
    expect(withList({ blockedWords: 'x'.repeat(201) }).blockedWords?.key).toBe('settings.error.word');
    const many = Array.from({ length: 1001 }, (_, index) => `w${index}`).join('\n');
    expect(withList({ blockedWords: many }).blockedWords?.key).toBe('settings.error.lines');
  });

  it.each([undefined, -1, 1.5, 36_501, Number.NaN])('refuses %s days', (closeAfterDays) => {
    expect(problemsOf({ ...form, receive: { ...form.receive, closeAfterDays } })).toHaveProperty(
      'closeAfterDays'
    );
  });

  it('takes 0 days for never', () => {
    expect(problemsOf({ ...form, receive: { ...form.receive, closeAfterDays: 0 } })).toEqual({});
  });
});

describe('the hooks of the form', () => {
  const [saved] = form.notify.hooks;
  if (!saved) throw new Error('no hook');
  const withHooks = (...hooks: (typeof saved)[]) => ({ ...form, notify: { ...form.notify, hooks } });
  const hooksOf = (...hooks: (typeof saved)[]) => changesOf(other, withHooks(...hooks)).notify?.hooks;

  it('send a secret only when it was typed, or taken away', () => {
    expect(hooksOf(saved)).toEqual([{ url: saved.url }]);
    expect(hooksOf({ ...saved, secret: 'new' })).toEqual([{ url: saved.url, secret: 'new' }]);
    expect(hooksOf({ ...saved, secret: '' })).toEqual([{ url: saved.url, secret: '' }]);
  });

  it('leave out what was added and stayed empty', () => {
    expect(hooksOf(NEW_HOOK, { ...saved, url: ` ${saved.url} ` })).toEqual([{ url: saved.url }]);
  });

  it('are refused when they are none, or there twice', () => {
    expect(problemsOf(withHooks({ ...saved, url: 'ftp://a.example/' })).hooks?.key).toBe(
      'settings.error.url'
    );
    expect(problemsOf(withHooks(saved, saved)).hooks?.key).toBe('settings.error.twice');
    expect(problemsOf(withHooks(saved, NEW_HOOK))).toEqual({});
  });

  it('lose their secret with their URL, and say so', () => {
    const { hooks } = settings.notify;
    expect(hasSecret(saved, hooks)).toBe(true);
    expect(hasSecret({ ...saved, url: 'https://other.example/' }, hooks)).toBe(false);
    expect(hasSecret(NEW_HOOK, hooks)).toBe(false);
  });

  it('need a URL for the secret that was typed', () => {
    expect(problemsOf(withHooks({ ...NEW_HOOK, secret: 'typed' })).hooks?.key).toBe('settings.error.url');
  });

  it('can be tried out only as they were saved', () => {
    const { hooks } = settings.notify;
    expect(isSaved(saved, hooks)).toBe(true);
    expect(isSaved({ ...saved, secret: 'new' }, hooks)).toBe(false);
    expect(isSaved({ ...saved, url: 'https://other.example/' }, hooks)).toBe(false);
  });
});

describe('the e-mail addresses of the form', () => {
  it.each(['nobody', 'a@b@c', 'a b@example.org'])('are refused: %s', (line) => {
    const notify = { ...form.notify, emails: `mod@example.org\n${line}` };
    expect(problemsOf({ ...form, notify })).toEqual({
      emails: { key: 'settings.error.email', values: { line } },
    });
  });
});
