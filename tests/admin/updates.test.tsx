import { screen, waitFor } from '@strapi/strapi/admin/test';
import { within } from '@testing-library/react';
import type { ReactElement } from 'react';
import { describe, expect, it } from 'vitest';
import InboxPage from '../../admin/src/features/inbox/InboxPage';
import { PendingWidget } from '../../admin/src/features/widget/PendingWidget';
import type { Linkback } from '../../server/src/contracts';
import { answering, callsOf } from './support/backend';
import { button } from './support/queries';
import { linkback, listOf } from './support/rows';
import { show } from './support/show';
import { told } from './support/toasts';

const LIST = 'GET /linkbacks/linkbacks';
const ACTIONS = 'POST /linkbacks/linkbacks/actions';
const moderator = { rights: ['read', 'moderate'] };
const PHOTO = 'https://ada.example/new.jpg';

/** Approved, and its source says something else by now: of everything that visitors see. */
const update = (over: Partial<Linkback> = {}): Linkback =>
  linkback({
    status: 'approved',
    title: 'Old title',
    excerpt: 'Old words',
    proposed: {
      title: 'New title',
      excerpt: 'New words',
      siteName: 'New site',
      author: { name: 'Eve', url: 'https://eve.example/', photo: PHOTO },
      type: 'like',
    },
    ...over,
  });

const PLACES: [string, () => ReactElement][] = [
  ['the inbox', () => <InboxPage />],
  ['the widget', () => <PendingWidget />],
];

/** What stands under a heading of the comparison. */
const side = async (name: string) => (await screen.findByRole('region', { name })).textContent;
const changedOf = (id: string) => ({ results: [{ id, ok: true, outcome: 'changed', revision: 'left' }] });
const sent = () => callsOf(ACTIONS).map(({ body }) => body);

describe.each(PLACES)('an update in %s', (_place, place) => {
  it('stands beside what is public: all that differs, and nothing of it is loaded', async () => {
    answering(LIST, listOf(update()));
    show(place(), moderator);

    const now = await side('Published now');
    const then = await side('After the update');
    for (const text of ['Old title', 'Old words', 'Ada', 'Mention', '(nothing)']) expect(now).toContain(text);
    for (const text of ['New title', 'New words', 'New site', 'Eve', 'https://eve.example/', PHOTO, 'Like'])
      expect(then).toContain(text);
    expect(document.querySelector('img')).toBeNull();
    expect(document.querySelector('[src^="http"], [href*="eve.example"]')).toBeNull();
  });

  it('leaves out what stays as it is', async () => {
    const { title, siteName, author, type } = update();
    const proposed = { title, siteName, author, type, excerpt: 'New words' };
    answering(LIST, listOf(update({ proposed })));
    show(place(), moderator);

    expect(await side('Published now')).toBe('Published nowWords around the linkOld words');
    expect(await side('After the update')).toBe('After the updateWords around the linkNew words');
  });

  it('is published by a button that says so, as it was seen', async () => {
    answering(LIST, listOf(update()));
    answering(ACTIONS, changedOf('one'));
    const { user } = show(place(), moderator);
    await button('Publish the update');
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
    await user.click(await button('Publish the update'));

    await screen.findByText('Update published');
    expect(sent()).toEqual([{ action: 'approve', ids: ['one'], revisions: { one: 'seen' } }]);
  });

  it('can be refused there', async () => {
    answering(LIST, listOf(update()));
    answering(ACTIONS, changedOf('one'));
    const { user } = show(place(), moderator);
    await user.click(await button('Keep current text'));

    await screen.findByText(/^Kept the current text/);
    expect(sent()).toEqual([{ action: 'refuse-update', ids: ['one'], revisions: { one: 'seen' } }]);
  });

  it('that changed since is not published, which is said', async () => {
    answering(LIST, listOf(update()));
    answering(ACTIONS, { results: [{ id: 'one', ok: false, outcome: 'stale', error: 'It changed.' }] });
    const { user } = show(place(), moderator);
    await button('Publish the update');
    const { excerpt, siteName, author, type } = update();
    const proposed = { title: 'Newest title', excerpt, siteName, author, type };
    answering(LIST, listOf(update({ proposed, revision: 'now' })));
    await user.click(await button('Publish the update'));

    await told(/A linkback changed meanwhile/);
    await screen.findByText('Newest title');
    expect(screen.queryByText('Update published')).toBeNull();
  });

  it('is only shown to those who only read', async () => {
    answering(LIST, listOf(update()));
    show(place(), { rights: ['read'] });
    expect(await side('After the update')).toContain('New words');
    expect(screen.queryByRole('button', { name: /Publish|Keep/ })).toBeNull();
  });
});

describe('a key in the inbox', () => {
  it.each(['?status=pending', '?status=approved'])(
    'does to an update what its button does (%s)',
    async (at) => {
      answering(LIST, listOf(update()));
      answering(ACTIONS, changedOf('one'));
      const { user } = show(<InboxPage />, { ...moderator, at: `/${at}` });
      await button('Publish the update');
      await user.keyboard('ja');

      await screen.findByText('Update published');
      expect(sent()).toEqual([{ action: 'approve', ids: ['one'], revisions: { one: 'seen' } }]);
    }
  );

  it('does nothing more to what is selected than the buttons above the table', async () => {
    answering(LIST, listOf(update()));
    answering(ACTIONS, changedOf('one'));
    const { user } = show(<InboxPage />, moderator);
    await button('Publish the update');
    await user.keyboard('jx');
    await screen.findByText(/Approving the selection leaves it out/);
    await user.keyboard('a');
    await user.keyboard('s');

    await screen.findByText('Linkback marked as spam');
    expect(sent()).toMatchObject([{ action: 'spam' }]);
  });
});

describe('a selection with updates', () => {
  const rows = () => [
    linkback({ id: 'new', title: 'A new one', revision: 'seen new' }),
    update({ id: 'first', title: 'First' }),
    update({ id: 'second', title: 'Second' }),
  ];
  const selectAll = async (user: ReturnType<typeof show>['user']) => {
    await screen.findByText('A new one');
    await user.click(screen.getAllByRole('checkbox')[0] as HTMLElement);
  };

  it('says how many there are, and approves the others only', async () => {
    answering(LIST, listOf(...rows()));
    answering(ACTIONS, changedOf('new'));
    const { user } = show(<InboxPage />, moderator);
    await selectAll(user);
    await screen.findByText(
      '2 selected linkbacks are already public and have updates. Approving the selection leaves them out: publish or refuse each update in its row.'
    );
    await user.click(screen.getAllByRole('button', { name: 'Approve' })[0] as HTMLElement);

    await screen.findByText('Linkback approved');
    expect(sent()).toEqual([{ action: 'approve', ids: ['new'], revisions: { new: 'seen new' } }]);
  });

  it('trusts only the sites of the others', async () => {
    answering(LIST, listOf(...rows()));
    answering(ACTIONS, changedOf('new'));
    const { user } = show(<InboxPage />, moderator);
    await selectAll(user);
    await user.click(await button('More actions for the selected linkbacks'));
    await user.click(await screen.findByRole('menuitem', { name: 'Approve and trust the site' }));

    await waitFor(() => expect(callsOf(ACTIONS)).toHaveLength(1));
    expect(sent()).toMatchObject([{ action: 'trust-host', ids: ['new'] }]);
  });

  it('moves all of them to where nothing is published', async () => {
    answering(LIST, listOf(...rows()));
    answering(ACTIONS, changedOf('new'));
    const { user } = show(<InboxPage />, moderator);
    await selectAll(user);
    await user.click(screen.getAllByRole('button', { name: 'Move to trash' })[0] as HTMLElement);

    await waitFor(() => expect(callsOf(ACTIONS)).toHaveLength(1));
    expect(sent()).toMatchObject([{ action: 'trash', ids: ['new', 'first', 'second'] }]);
  });
});

describe('the menu of an update', () => {
  it('says that trusting its site publishes it', async () => {
    answering(LIST, listOf(update()));
    answering(ACTIONS, changedOf('one'));
    const { user } = show(<InboxPage />, moderator);
    await user.click(await button('More actions'));
    expect(screen.queryByRole('menuitem', { name: 'Approve and trust the site' })).toBeNull();
    await user.click(await screen.findByRole('menuitem', { name: 'Publish the update and trust the site' }));

    await screen.findByText('Update published, its site is trusted');
    expect(sent()).toEqual([{ action: 'trust-host', ids: ['one'], revisions: { one: 'seen' } }]);
  });
});

describe('a new linkback in the widget', () => {
  it('shows what is published with it', async () => {
    answering(
      LIST,
      listOf(
        linkback({ excerpt: 'Some words', type: 'reply', author: { name: 'Ada', url: PHOTO, photo: null } })
      )
    );
    show(<PendingWidget />, moderator);
    const row = (await screen.findByText('A post')).closest('tr');
    expect(row).not.toBeNull();
    const shown = within(row as HTMLElement);
    shown.getByText('Some words');
    shown.getByText(/^Ada · Reply$/);
    shown.getByText('Author’s page: ada.example/new.jpg');
  });
});
