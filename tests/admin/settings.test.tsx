import { screen, waitFor } from '@strapi/strapi/admin/test';
import { describe, expect, it, vi } from 'vitest';
import { extendBuilder } from '../../admin/src/features/ctb/builder';
import SettingsPage from '../../admin/src/features/settings/SettingsPage';
import type { SettingsResponse } from '../../server/src/contracts';
import { answering, callsOf, refusal } from './support/backend';
import { button, isOff } from './support/queries';
import { show } from './support/show';
import { told } from './support/toasts';

const GET = 'GET /linkbacks/settings';
const PUT = 'PUT /linkbacks/settings';
const STATUS = 'GET /linkbacks/status';
const administrator = { rights: ['settings.read', 'settings.update'] };

const protocols = { pingback: true, trackback: true, webmention: true };
const settings = (over: Partial<SettingsResponse> = {}): SettingsResponse => ({
  receive: { open: true, protocols, closeAfterDays: 0 },
  send: { on: true, protocols },
  moderation: { policy: 'hold', trustedHosts: [], blockedHosts: [], blockedWords: [], maxLinks: 0 },
  notify: { emails: [], on: 'none', hooks: [] },
  publicUrl: null,
  presentUrl: 'https://cms.example',
  notices: [],
  email: { configured: false },
  akismet: false,
  contentTypes: [],
  ...over,
});
const status = {
  sending: { enabled: true, blocked: null },
  queue: { jobs: 0, oldestSeconds: null, waiting: 0 },
  lastError: null,
  tooLong: { count: 0, last: null },
  limited: [],
  dropped: [],
};
const blocked = () => screen.findByRole('textbox', { name: 'Blocked sites' });

describe('the settings page', () => {
  it('says that it loads', async () => {
    answering(GET, 'never');
    show(<SettingsPage />, administrator);
    await screen.findByText(/Loading/);
  });

  it('says why it could not be loaded, and tries again', async () => {
    answering(GET, refusal(500, 'The database is away.'));
    const { user } = show(<SettingsPage />, administrator);
    await screen.findByText(/could not be loaded/);
    answering(GET, settings());
    answering(STATUS, status);
    await user.click(await button('Try again'));
    await blocked();
  });

  it('tells those whom to ask who may not see it', async () => {
    show(<SettingsPage />, { rights: [] });
    await screen.findByText(/Your role may not see these settings/);
    expect(callsOf(GET)).toEqual([]);
  });

  it('lets those look who may not change it', async () => {
    answering(GET, settings());
    answering(STATUS, status);
    show(<SettingsPage />, { rights: ['settings.read'] });
    expect(await blocked()).toHaveProperty('disabled', true);
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  });

  it('says that no type takes part yet, and what the status could not tell', async () => {
    answering(GET, settings());
    answering(STATUS, refusal(500, 'The queue is away.'));
    show(<SettingsPage />, administrator);
    await screen.findByText(/No content type takes part yet/);
    await screen.findByText(/The queue is away|went wrong|error/i);
  });

  it('says that nothing is wrong as long as nothing is', async () => {
    answering(GET, settings());
    answering(STATUS, status);
    show(<SettingsPage />, administrator);
    for (const words of ['0 in the queue', 'Nothing is due', 'None so far', 'Nothing lately.'])
      await screen.findByText(words);
    await screen.findByText('None since the start');
  });

  it('says how many pages took too long to read, and which site had the last one', async () => {
    answering(GET, settings());
    const last = { host: 'slow.example', at: '2026-01-01T00:00:00.000Z' };
    answering(STATUS, { ...status, tooLong: { count: 1200, last } });
    show(<SettingsPage />, administrator);
    await screen.findByText('1,200 since the start, the last one of slow.example');
  });

  it('keeps what is typed when the server refuses it, with the reason', async () => {
    answering(GET, settings());
    answering(STATUS, status);
    answering(PUT, refusal(400, 'Too many of them.'));
    const { user } = show(<SettingsPage />, administrator);
    await user.type(await blocked(), 'spam.example');
    await user.click(await button('Save'));
    await screen.findByText('Too many of them.');
    expect(await blocked()).toHaveProperty('value', 'spam.example');
  });

  it('saves once at a time', async () => {
    answering(GET, settings());
    answering(STATUS, status);
    answering(PUT, 'never');
    const { user } = show(<SettingsPage />, administrator);
    await user.type(await blocked(), 'spam.example');
    await user.click(await button('Save'));
    await waitFor(() => expect(callsOf(PUT)).toHaveLength(1));
    await waitFor(async () => expect(isOff(await button(/Save|Loading/))).toBe(true));
  });

  it('keeps what is typed when the settings come anew, and shows what is new once it is saved', async () => {
    const moved = { ...settings().moderation, trustedHosts: ['friend.example'] };
    answering(
      GET,
      settings({
        publicUrl: 'https://old.example',
        notices: [
          {
            code: 'public-url-changed',
            message: 'It moved.',
            why: {
              code: 'sending.elsewhere',
              values: { confirmed: 'https://old.example', present: 'https://cms.example' },
            },
          },
        ],
      })
    );
    answering(STATUS, status);
    answering(PUT, settings({ moderation: moved }));
    const { user } = show(<SettingsPage />, administrator);
    await user.type(await blocked(), 'spam.example');
    // Somebody trusted a site meanwhile, and the page asks anew because the address was confirmed.
    answering(GET, settings({ moderation: moved }));
    await user.click(await button(/^Send from/));
    await waitFor(() => expect(callsOf(GET)).toHaveLength(2));
    await waitFor(() => expect(screen.queryByText('It moved.')).toBeNull());
    expect(await blocked()).toHaveProperty('value', 'spam.example');

    const saved = { ...moved, blockedHosts: ['spam.example'] };
    answering(PUT, settings({ moderation: saved }));
    answering(GET, settings({ moderation: saved }));
    await user.click(await button('Save'));
    await told(/Settings saved/);
    expect(callsOf(PUT).at(-1)?.body).toMatchObject({ moderation: { blockedHosts: ['spam.example'] } });
    expect(callsOf(PUT).at(-1)?.body).not.toHaveProperty('moderation.trustedHosts');
    await waitFor(() =>
      expect(screen.getByRole('textbox', { name: 'Trusted sites' })).toHaveProperty('value', 'friend.example')
    );
  });
});

describe('the dialog of the Content-Type Builder', () => {
  it('gets our fields, without a validator of ours', () => {
    const extendContentType = vi.fn();
    extendBuilder({ forms: { extendContentType } });
    const [{ form }] = extendContentType.mock.calls[0] as [{ form: { advanced(): object[] } }];
    expect(Object.keys(form)).toEqual(['advanced']);
    expect(form.advanced()).toMatchObject([
      { name: 'pluginOptions.linkbacks.enabled', type: 'checkbox' },
      { name: 'pluginOptions.linkbacks.url', type: 'text' },
    ]);
  });

  it('stays as it is where the project has no builder', () => {
    for (const apis of [undefined, null, {}]) expect(() => extendBuilder(apis)).not.toThrow();
  });
});
