import { screen, waitFor } from '@strapi/strapi/admin/test';
import { Link } from 'react-router-dom';
import { describe, expect, it } from 'vitest';
import { LinkbacksPanel } from '../../admin/src/features/entry-panel/panel';
import { answering, callsOf, refusal } from './support/backend';
import { button, isOff } from './support/queries';
import { entrySettings, pingsOf } from './support/rows';
import { show } from './support/show';
import { told } from './support/toasts';

const PATH = '/linkbacks/entries/api::article.article/entry';
const ENTRY = `GET ${PATH}`;
const SAVE = `PUT ${PATH}`;
const PINGS = `GET ${PATH}/pings`;
const editor = { rights: ['read', 'send', 'entry-settings'] };
const VIEW = {
  model: 'api::article.article',
  collectionType: 'collection-types',
  documentId: 'entry',
  document: { documentId: 'entry', locale: null, updatedAt: '2020-01-01T00:00:00.000Z' },
};

/** As Strapi calls it: like a hook. */
const Panel = ({ view = VIEW }: { view?: object }) => {
  const panel = LinkbacksPanel(view as Parameters<typeof LinkbacksPanel>[0]);
  return (
    <>
      <p>The edit view</p>
      <Link to="/elsewhere">Somewhere else</Link>
      {panel ? <section aria-label={panel.title}>{panel.content}</section> : null}
    </>
  );
};
const panel = () => screen.queryByRole('region', { name: 'Linkbacks' });
const settled = async (): Promise<void> => {
  await waitFor(() => expect(callsOf(ENTRY)).toHaveLength(1));
};

describe('the side panel', () => {
  it('is not there before something is known, nor where the type takes no part', async () => {
    answering(ENTRY, 'never');
    const waiting = show(<Panel />, editor);
    await settled();
    expect(panel()).toBeNull();
    waiting.unmount();

    answering(ENTRY, refusal(404, 'There is no such entry that takes part in linkbacks.'));
    show(<Panel />, editor);
    await waitFor(() => expect(callsOf(ENTRY)).toHaveLength(2));
    await screen.findByText('The edit view');
    expect(panel()).toBeNull();
  });

  it.each([
    ['the server fails', refusal(500, 'Internal Server Error'), /could not be loaded/],
    ['the role may not', refusal(403, 'Policy Failed'), /could not be loaded: Policy Failed/],
    ['the server is not reached', 'unreachable', /could not be loaded/],
  ])('says so when %s, and tries again', async (_why, answer, words) => {
    answering(ENTRY, answer);
    answering(PINGS, pingsOf());
    const { user } = show(<Panel />, editor);
    await screen.findByText(words);
    answering(ENTRY, entrySettings());
    await user.click(await button('Try again'));
    await screen.findByText('Allow pings');
    expect(screen.queryByText(words)).toBeNull();
  });

  it.each([
    ['without our right', ['read'], true],
    ['who may not update the entry', editor.rights, false],
  ])('lets those look %s, and change nothing', async (_who, rights, mayUpdate) => {
    answering(ENTRY, entrySettings({ mayUpdate }));
    answering(PINGS, pingsOf());
    show(<Panel />, { rights });
    await screen.findByText('Your role may look at these settings, not change them.');
    expect(screen.getByRole('textbox', { name: 'Send trackbacks to' })).toHaveProperty('disabled', true);
    expect(screen.queryByRole('button', { name: 'Save linkback settings' })).toBeNull();
  });

  it('keeps what is typed when it cannot be saved, with the reason', async () => {
    answering(ENTRY, entrySettings());
    answering(PINGS, pingsOf());
    answering(SAVE, refusal(400, 'These URLs are too many.'));
    const { user } = show(<Panel />, editor);
    const field = await screen.findByRole('textbox', { name: 'Send trackbacks to' });
    await user.type(field, 'https://blog.example/tb');
    await user.click(await button('Save linkback settings'));
    await told(/These URLs are too many/);
    expect(field).toHaveProperty('value', 'https://blog.example/tb');
  });

  it('says what it could not find out about the pings, and shows the rest', async () => {
    answering(ENTRY, entrySettings());
    answering(PINGS, refusal(500, 'The database is away.'));
    answering(`POST ${PATH}/preview`, 'unreachable');
    const { user } = show(<Panel />, editor);
    await screen.findByText(/The pings could not be loaded/);
    await user.click(await button('Preview the pings'));
    await screen.findByText(/The preview could not be loaded/);
    expect(screen.getByText('Linkbacks received')).toBeTruthy();
  });

  it('says why nothing is sent, and offers no sending', async () => {
    const effective = { ...entrySettings().effective, sendBlocked: 'Sending is paused.' };
    answering(ENTRY, entrySettings({ effective }));
    answering(PINGS, pingsOf());
    show(<Panel />, editor);
    await screen.findByText('Sending is paused.');
    expect(isOff(await button('Send pings now'))).toBe(true);
  });
});

describe('what is chosen and not saved', () => {
  const edit = async () => {
    answering(ENTRY, entrySettings());
    answering(PINGS, pingsOf());
    const { user } = show(<Panel />, editor);
    await user.type(
      await screen.findByRole('textbox', { name: 'Send trackbacks to' }),
      'https://blog.example/tb'
    );
    return user;
  };

  it('is asked for before somebody leaves, who may stay', async () => {
    const user = await edit();
    await user.click(screen.getByRole('link', { name: 'Somewhere else' }));
    const dialog = await screen.findByRole('alertdialog', { name: 'Leave without saving?' });
    expect(dialog.textContent).toContain('not saved yet');
    await user.click(await button('Cancel'));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect(screen.getByRole('textbox', { name: 'Send trackbacks to' })).toHaveProperty(
      'value',
      'https://blog.example/tb'
    );
    await user.click(screen.getByRole('link', { name: 'Somewhere else' }));
    await user.click(await button('Confirm'));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  });

  it('is not asked for once it is saved', async () => {
    const saved = { trackbackUrls: ['https://blog.example/tb'] };
    const user = await edit();
    answering(SAVE, () => {
      answering(ENTRY, entrySettings(saved));
      return entrySettings(saved);
    });
    await user.click(await button('Save linkback settings'));
    await told(/Linkback settings of this entry saved/);
    await waitFor(async () => expect(isOff(await button('Save linkback settings'))).toBe(true));
    await user.click(screen.getByRole('link', { name: 'Somewhere else' }));
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });
});
