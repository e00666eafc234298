import { screen, waitFor } from '@strapi/strapi/admin/test';
import { describe, expect, it } from 'vitest';
import { FailedWidget } from '../../admin/src/features/widget/FailedWidget';
import { PendingWidget } from '../../admin/src/features/widget/PendingWidget';
import { answering, callsOf, refusal } from './support/backend';
import { button, isOff } from './support/queries';
import { linkback, listOf, ping, pingsOf } from './support/rows';
import { show } from './support/show';

const LIST = 'GET /linkbacks/linkbacks';
const ACTIONS = 'POST /linkbacks/linkbacks/actions';
const moderator = { rights: ['read', 'moderate'] };

describe('the widget of what waits', () => {
  it('says that it loads', async () => {
    answering(LIST, 'never');
    show(<PendingWidget />, moderator);
    await screen.findByText(/Loading/);
  });

  it('says that nothing waits', async () => {
    answering(LIST, listOf());
    show(<PendingWidget />, moderator);
    await screen.findByText('Nothing waits for your decision.');
  });

  it('says that it could not be loaded', async () => {
    answering(LIST, refusal(500, 'The database is away.'));
    show(<PendingWidget />, moderator);
    await screen.findByText(/couldn't load widget/i);
  });

  it('only shows to those who only read', async () => {
    answering(LIST, listOf(linkback()));
    show(<PendingWidget />, { rights: ['read'] });
    await screen.findByText('A post');
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
  });

  it('does one thing at a time', async () => {
    answering(LIST, listOf(linkback()));
    answering(ACTIONS, 'never');
    const { user } = show(<PendingWidget />, moderator);
    await user.click(await button('Approve'));
    await waitFor(async () => expect(isOff(await button('Mark as spam'))).toBe(true));
  });

  it('takes the decision about the last one back', async () => {
    answering(LIST, listOf(linkback()));
    answering(ACTIONS, () => {
      answering(LIST, listOf());
      return { results: [{ id: 'one', ok: true, outcome: 'changed', revision: 'left' }] };
    });
    const { user } = show(<PendingWidget />, moderator);
    await user.click(await button('Mark as spam'));
    await screen.findByText('Nothing waits for your decision.');
    await user.click(await button('Undo'));
    await waitFor(() => expect(callsOf(ACTIONS)).toHaveLength(2));
    expect(callsOf(ACTIONS)[1]?.body).toEqual({
      action: 'restore',
      ids: ['one'],
      revisions: { one: 'left' },
    });
  });
});

describe('the widget of what failed', () => {
  it('says that it loads, that nothing failed, and that it could not be loaded', async () => {
    answering('GET /linkbacks/pings', 'never');
    const loading = show(<FailedWidget />, moderator);
    await screen.findByText(/Loading/);
    loading.unmount();

    answering('GET /linkbacks/pings', pingsOf());
    const empty = show(<FailedWidget />, moderator);
    await screen.findByText('No ping has failed.');
    empty.unmount();

    answering('GET /linkbacks/pings', 'unreachable');
    show(<FailedWidget />, moderator);
    await screen.findByText(/couldn't load widget/i);
  });

  it('shows what failed, and why', async () => {
    answering('GET /linkbacks/pings', pingsOf(ping()));
    show(<FailedWidget />, moderator);
    await screen.findByText('blog.example/other');
    await screen.findByText('The site did not answer in time.');
  });
});
