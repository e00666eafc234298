import { screen, waitFor } from '@strapi/strapi/admin/test';
import { Route, Routes } from 'react-router-dom';
import { describe, expect, it } from 'vitest';
import LinkbackPage from '../../admin/src/features/detail/LinkbackPage';
import { answering, callsOf, refusal } from './support/backend';
import { button, isOff } from './support/queries';
import { detail } from './support/rows';
import { show } from './support/show';

const ONE = 'GET /linkbacks/linkbacks/one';
const ACTIONS = 'POST /linkbacks/linkbacks/actions';
const words = {
  title: 'New words',
  excerpt: null,
  siteName: null,
  author: { name: 'Ada', url: null, photo: null },
  type: 'mention' as const,
};

const open = ({ rights = ['read', 'moderate'], list = ['one'] } = {}) =>
  show(
    <Routes>
      <Route path="plugins/linkbacks/:id" element={<LinkbackPage />} />
    </Routes>,
    { rights, at: { pathname: '/plugins/linkbacks/one', state: { linkbacks: list } } }
  );
const isShown = () => screen.findByRole('heading', { name: 'A post', level: 1 });

describe('the page of a linkback', () => {
  it('says that there is none', async () => {
    answering(ONE, refusal(404, 'There is no such linkback.'));
    open();
    await screen.findByText(/This linkback does not exist/);
  });

  it('says why it could not be loaded, and tries again', async () => {
    answering(ONE, refusal(500, 'The database is away.'));
    const { user } = open();
    await screen.findByText(/could not be loaded/);
    answering(ONE, detail());
    await user.click(await button('Try again'));
    await isShown();
  });

  it('offers nothing that changes something to those who only read, not by keyboard either', async () => {
    answering(ONE, detail());
    const { user } = open({ rights: ['read'] });
    await isShown();
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
    await user.keyboard('asd');
    expect(callsOf(ACTIONS)).toEqual([]);
  });

  it('names the page that it says to be the same as', async () => {
    answering(ONE, detail({ claimedAddress: 'https://casino.example/' }));
    open();
    await isShown();
    screen.getByText('Says to be the same page as');
    expect(screen.getAllByText(/casino\.example/).length).toBeGreaterThan(0);
  });

  it('names the photo of the author, and neither loads nor links it', async () => {
    const photo = 'https://ada.example/me.jpg';
    answering(ONE, detail({ author: { name: 'Ada', url: null, photo } }));
    open();
    await screen.findByText(new RegExp(photo));
    screen.getByText(/Not loaded/);
    expect(document.querySelector(`[src="${photo}"], [href="${photo}"]`)).toBeNull();
  });

  it('refuses an update that was seen', async () => {
    answering(ONE, detail({ status: 'approved', proposed: words }));
    answering(ACTIONS, { results: [{ id: 'one', ok: true, outcome: 'changed', revision: 'left' }] });
    const { user } = open();
    await user.click(await button('Keep current text'));
    await screen.findByText(/Kept the current text/);
    expect(callsOf(ACTIONS)[0]?.body).toEqual({
      action: 'refuse-update',
      ids: ['one'],
      revisions: { one: 'seen' },
    });
  });
});

describe('the keyboard beside one linkback', () => {
  it('decides, and does nothing else meanwhile', async () => {
    answering(ONE, detail());
    answering(ACTIONS, 'never');
    const { user } = open();
    await isShown();
    await user.keyboard('a');
    await waitFor(async () => expect(isOff(await button('Mark as spam'))).toBe(true));
    await user.keyboard('s');
    expect(callsOf(ACTIONS).map(({ body }) => body)).toEqual([
      { action: 'approve', ids: ['one'], revisions: { one: 'seen' } },
    ]);
  });

  it('goes through the list that it was opened from, to its ends', async () => {
    answering(ONE, detail());
    answering('GET /linkbacks/linkbacks/two', detail({ id: 'two', title: 'Another post' }));
    const { user } = open({ list: ['one', 'two'] });
    await isShown();
    expect(isOff(await button('Previous linkback in the list'))).toBe(true);
    await user.keyboard('j');
    await screen.findByRole('heading', { name: 'Another post', level: 1 });
    expect(isOff(await button('Next linkback in the list'))).toBe(true);
    await user.keyboard('jk');
    await isShown();
  });

  it('explains itself, without the keys of lists', async () => {
    answering(ONE, detail());
    const { user } = open();
    await isShown();
    await user.keyboard('?');
    const help = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
    expect(help.textContent).toContain('Go to the next linkback');
    expect(help.textContent).not.toContain('Select it');
  });
});
