import { screen, waitFor } from '@strapi/strapi/admin/test';
import { describe, expect, it } from 'vitest';
import InboxPage from '../../admin/src/features/inbox/InboxPage';
import LinkbacksApp from '../../admin/src/features/shell/LinkbacksApp';
import { answering, callsOf, refusal } from './support/backend';
import { button, isOff } from './support/queries';
import { linkback, listOf } from './support/rows';
import { show } from './support/show';
import { told } from './support/toasts';

const LIST = 'GET /linkbacks/linkbacks';
const ACTIONS = 'POST /linkbacks/linkbacks/actions';
const moderator = { rights: ['read', 'moderate'] };
const changed = { ok: true, outcome: 'changed', revision: 'left' };

describe('the inbox', () => {
  it('can be narrowed to the entry of a row, whose title stays when nothing is left', async () => {
    answering(LIST, listOf(linkback()));
    answering('GET /linkbacks/entries', { results: [{ ...linkback().entry, title: 'Our article' }] });
    const { user } = show(<InboxPage />, { rights: ['read'] });
    await user.click(await button('More actions'));
    answering(LIST, listOf());
    await user.click(await screen.findByRole('menuitem', { name: 'Show those of this entry only' }));
    await screen.findByText('No linkback fits the search and the filter. Clear them to see the others.');
    await screen.findByText('Entry: Our article');
    expect(callsOf(LIST).some(({ path }) => path.includes('documentId=entry'))).toBe(true);
  });

  it('shows which other page a linkback says to be the same as', async () => {
    answering(LIST, listOf(linkback({ claimedAddress: 'https://casino.example/win' })));
    show(<InboxPage />, { rights: ['read'] });
    await screen.findByText('Says to be the same page as: casino.example/win');
  });

  it('says that it loads', async () => {
    answering(LIST, 'never');
    show(<InboxPage />, moderator);
    await screen.findByText('Loading linkbacks');
  });

  it.each([
    ['', 'Nothing waits for your decision.'],
    ['?status=approved', 'No approved linkbacks yet.'],
    ['?status=spam', 'No spam.'],
    ['?status=trash', 'The trash is empty.'],
    ['?status=gone', 'Nothing is gone.'],
    ['?_q=nowhere', 'No linkback fits the search and the filter.'],
  ])('says what it means that there is nothing (%s)', async (at, words) => {
    answering(LIST, listOf());
    show(<InboxPage />, { ...moderator, at: `/${at}` });
    await screen.findByText(new RegExp(words));
  });

  it.each([
    ['with the words of the server', refusal(400, 'That filter is none.'), /That filter is none/],
    [
      'in words of its own where the server has none',
      'unreachable',
      /did not answer as expected|Failed to fetch/,
    ],
  ])('says why it could not be loaded, %s, and tries again', async (_how, answer, words) => {
    answering(LIST, answer);
    const { user } = show(<InboxPage />, moderator);
    await screen.findByText(words);
    answering(LIST, listOf(linkback()));
    await user.click(await button('Try again'));
    await screen.findByText('A post');
  });

  it('turns those away who may not read, and says whom to ask', async () => {
    show(<LinkbacksApp />, { rights: [] });
    await screen.findByText(/Your role may not see linkbacks/);
    expect(callsOf(LIST)).toEqual([]);
  });

  it('offers nothing that changes something to those who only read', async () => {
    answering(LIST, listOf(linkback()));
    const { user } = show(<InboxPage />, { rights: ['read'] });
    await screen.findByText('A post');
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
    expect(screen.queryByRole('checkbox')).toBeNull();
    await user.keyboard('ja');
    expect(callsOf(ACTIONS)).toEqual([]);
  });
});

describe('an action', () => {
  it('tells what was seen, and keeps everything else from being done meanwhile', async () => {
    answering(LIST, listOf(linkback()));
    answering(ACTIONS, 'never');
    const { user } = show(<InboxPage />, moderator);
    await user.click(await button('Approve'));

    await waitFor(async () => expect(isOff(await button('Mark as spam'))).toBe(true));
    expect(callsOf(ACTIONS).map(({ body }) => body)).toEqual([
      { action: 'approve', ids: ['one'], revisions: { one: 'seen' } },
    ]);
    await user.click(await button('More actions'));
    const verify = await screen.findByRole('menuitem', { name: 'Verify again' });
    expect(isOff(verify)).toBe(true);
    const details = screen.getByRole('menuitem', { name: 'Show everything about it' });
    expect(isOff(details)).toBe(false);
  });

  it('on what changed meanwhile is not done: the list comes anew, and says so', async () => {
    answering(LIST, listOf(linkback()));
    answering(ACTIONS, { results: [{ id: 'one', ok: false, outcome: 'stale', error: 'It changed.' }] });
    const { user } = show(<InboxPage />, moderator);
    await button('Approve');
    answering(LIST, listOf(linkback({ title: 'Other words', revision: 'now' })));
    await user.click(await button('Approve'));

    await told(/A linkback changed meanwhile/);
    await screen.findByText('Other words');
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  });

  it('that fails for some says why, and offers to take back the others only', async () => {
    const rows = ['one', 'two', 'three'].map((id) =>
      linkback({ id, title: `Post ${id}`, revision: `seen ${id}` })
    );
    answering(LIST, listOf(...rows));
    answering(ACTIONS, {
      results: [
        { id: 'one', ...changed },
        { id: 'two', ok: true, outcome: 'unchanged', revision: 'same' },
        { id: 'three', ok: false, outcome: 'refused', error: 'Its source removed the link.' },
      ],
    });
    const { user } = show(<InboxPage />, moderator);
    await screen.findByText('Post one');
    await user.click(screen.getAllByRole('checkbox')[0] as HTMLElement);
    await user.click((await screen.findAllByRole('button', { name: 'Approve' }))[0] as HTMLElement);

    await told(/could not be changed: Its source removed the link/);
    answering(ACTIONS, { results: [{ id: 'one', ...changed }] });
    await user.click(await button('Undo'));
    await told(/Undone/);
    expect(callsOf(ACTIONS).at(-1)?.body).toEqual({
      action: 'unapprove',
      ids: ['one'],
      revisions: { one: 'left' },
    });
  });

  it('that trusts a site is taken back in both parts', async () => {
    answering(LIST, listOf(linkback()));
    answering(ACTIONS, { results: [{ id: 'one', ...changed, hosts: 'added' }] });
    const { user } = show(<InboxPage />, moderator);
    await user.click(await button('More actions'));
    await user.click(await screen.findByRole('menuitem', { name: 'Approve and trust the site' }));
    await user.click(await button('Undo'));
    await told(/Undone/);
    expect(callsOf(ACTIONS).map(({ body }) => (body as { action: string }).action)).toEqual([
      'trust-host',
      'unapprove',
      'untrust-host',
    ]);
  });

  it('that cannot be taken back says where the lists of sites are', async () => {
    answering(LIST, listOf(linkback()));
    answering(ACTIONS, { results: [{ id: 'one', ...changed, hosts: 'switched' }] });
    const { user } = show(<InboxPage />, moderator);
    await user.click(await button('More actions'));
    await user.click(await screen.findByRole('menuitem', { name: 'Approve and trust the site' }));
    const link = await screen.findByRole('link', { name: 'Change the lists of sites' });
    expect(link.getAttribute('href')).toBe('/settings/linkbacks');
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
  });

  it('that the server refuses altogether leaves all as it is, with the reason', async () => {
    answering(LIST, listOf(linkback()));
    answering(ACTIONS, refusal(403, 'You may not moderate.'));
    const { user } = show(<InboxPage />, moderator);
    await user.click(await button('Approve'));
    await told(/You may not moderate\./);
    await screen.findByText('A post');
  });
});
