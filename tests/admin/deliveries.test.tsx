import { screen, waitFor } from '@strapi/strapi/admin/test';
import { describe, expect, it } from 'vitest';
import DeliveriesPage from '../../admin/src/features/deliveries/DeliveriesPage';
import { answering, callsOf, refusal } from './support/backend';
import { button, isOff } from './support/queries';
import { ping, pingsOf } from './support/rows';
import { show } from './support/show';
import { told } from './support/toasts';

const LIST = 'GET /linkbacks/pings';
const ENTRIES = 'GET /linkbacks/entries';
const ACTIONS = 'POST /linkbacks/pings/actions';
const sender = { rights: ['read', 'send'] };
/** What was asked last. */
const lastOf = (route: string): string => callsOf(route).at(-1)?.path ?? '';
const TARGET = 'blog.example/other';

describe('the deliveries', () => {
  it('say that they load', async () => {
    answering(LIST, 'never');
    show(<DeliveriesPage />, sender);
    await screen.findByText('Loading deliveries');
  });

  it.each([
    ['', 'Nothing was sent yet.'],
    ['?group=failed', 'Nothing failed.'],
    ['?filters[$and][0][host][$eq]=nowhere.example', 'No ping fits the filters.'],
  ])('say that there is none (%s)', async (at, words) => {
    answering(LIST, pingsOf());
    show(<DeliveriesPage />, { ...sender, at: `/${at}` });
    await screen.findByText(new RegExp(words));
  });

  it('say why they could not be loaded, and try again', async () => {
    answering(LIST, refusal(500, 'The database is away.'));
    const { user } = show(<DeliveriesPage />, sender);
    await screen.findByText(/could not be loaded/);
    answering(LIST, pingsOf(ping()));
    await user.click(await button('Try again'));
    await screen.findByText(TARGET);
  });

  it('offer those who only read nothing but the details', async () => {
    answering(LIST, pingsOf(ping({ answer: 'No such post here.' })));
    const { user } = show(<DeliveriesPage />, { rights: ['read'] });
    await screen.findByText(TARGET);
    expect(screen.queryByRole('button', { name: 'Send it again' })).toBeNull();
    expect(screen.queryByRole('checkbox')).toBeNull();
    await user.click(await button('Show the details'));
    await screen.findByText('No such post here.');
  });

  it('say what our page lacks, not its whole address again', async () => {
    const why = { code: 'page.status', values: { status: 404 } } as const;
    const page = 'https://example.com/article';
    const waiting = { code: 'ping.waiting', values: { page, why } } as const;
    answering(
      LIST,
      pingsOf(ping({ status: 'waiting', reason: `Waiting for our page ${page}`, why: waiting }))
    );
    show(<DeliveriesPage />, sender);
    await screen.findByText('It answers with status 404.');
    expect(screen.queryByText(new RegExp(page))).toBeNull();
  });

  it('sum up what waits, in sentences', async () => {
    const list = pingsOf(ping({ status: 'waiting' }));
    const why = { code: 'page.no-link' } as const;
    answering(LIST, {
      ...list,
      counts: { ...list.counts, waiting: 2 },
      waiting: [{ reason: 'it does not show this link yet.', why, count: 2 }],
    });
    show(<DeliveriesPage />, sender);
    await screen.findByText('2 pings wait until your own pages show the link');
    await screen.findByText('It does not show this link yet. (2 pings)');
  });

  it('can be narrowed to an entry that is searched by its title, and shown all again', async () => {
    const entry = { uid: 'api::article.article', documentId: 'wanted', locale: '', title: 'The wanted one' };
    answering(LIST, pingsOf());
    answering(ENTRIES, ({ path }: { path: string }) => ({
      results: /q=wanted|documentId=wanted/.test(path) ? [entry] : [],
    }));
    const { user } = show(<DeliveriesPage />, sender);
    await user.click(await button('Filters'));
    await user.click(await screen.findByRole('combobox', { name: 'Select field' }));
    await user.click(await screen.findByRole('option', { name: 'Entry' }));
    await user.type(await screen.findByRole('combobox', { name: 'Entry' }), 'wanted');
    await user.click(await screen.findByRole('option', { name: 'The wanted one' }));
    await user.click(await button('Add filter'));

    await screen.findByText('Entry: The wanted one');
    await waitFor(() => expect(lastOf(LIST)).toContain('documentId=wanted'));
    await user.click(await button('Show those of all entries'));
    await waitFor(() => expect(lastOf(LIST)).not.toContain('documentId'));
    expect(screen.queryByText('Entry: The wanted one')).toBeNull();
  });

  it('can be narrowed to the entry of a row', async () => {
    answering(LIST, pingsOf(ping()));
    const { user } = show(<DeliveriesPage />, { rights: ['read'] });
    await user.click(await button('Show those of this entry only'));
    await screen.findByText('Entry: Our article');
    expect(lastOf(LIST)).toContain('contentType=api%3A%3Aarticle.article&documentId=entry');
    expect(screen.queryByRole('button', { name: 'Show those of this entry only' })).toBeNull();
  });

  it('do one thing at a time', async () => {
    answering(LIST, pingsOf(ping()));
    answering(ACTIONS, 'never');
    const { user } = show(<DeliveriesPage />, sender);
    await user.click(await button('Send it again'));
    await waitFor(async () => expect(isOff(await button('Forget it'))).toBe(true));
    expect(callsOf(ACTIONS).map(({ body }) => body)).toEqual([{ action: 'retry', ids: ['ping'] }]);
  });

  it('say why something was not done', async () => {
    answering(LIST, pingsOf(ping()));
    answering(ACTIONS, { results: [{ id: 'ping', ok: false, error: 'It is under way already.' }] });
    const { user } = show(<DeliveriesPage />, sender);
    await user.click(await button('Send it again'));
    await told(/It is under way already/);
  });
});
