import { Form, useForm } from '@strapi/strapi/admin';
import { screen, waitFor } from '@strapi/strapi/admin/test';
import { useState } from 'react';
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

describe('the side panel on the create page', () => {
  const NEW = '/linkbacks/entries/api::article.article/new';
  const create = { model: VIEW.model, collectionType: VIEW.collectionType };
  /** Keeps what is put there, as the server does. */
  const keeping = (before = entrySettings()) => {
    let kept = before;
    answering(`GET ${NEW}`, () => kept);
    answering(`PUT ${NEW}`, ({ body }: { body: object }) => (kept = { ...kept, ...body }));
  };
  const open = () => {
    keeping();
    return show(<Panel view={create} />, editor);
  };
  const field = () => screen.findByRole('textbox', { name: 'Send trackbacks to' });
  const put = () => callsOf(`PUT ${NEW}`).map(({ body }) => body);

  it('saves a choice when it is made, and says so', async () => {
    const { user } = open();
    await user.click(await screen.findByRole('combobox', { name: 'Allow pings' }));
    await user.click(await screen.findByRole('option', { name: 'Closed' }));
    await screen.findByText('Saved for this entry');
    expect(put()).toEqual([{ allowPings: 'closed' }]);
    expect(screen.queryByRole('button', { name: 'Save linkback settings' })).toBeNull();
  });

  it('saves what was typed, and nothing that is no URL', async () => {
    const { user } = open();
    await user.type(await field(), 'blog.example/tb');
    await user.tab();
    await screen.findByText(/does not begin with http/);
    expect(put()).toEqual([]);
    await user.clear(await field());
    await user.type(await field(), 'https://blog.example/tb');
    await user.tab();
    await screen.findByText('Saved for this entry');
    expect(put().at(-1)).toEqual({ trackbackUrls: ['https://blog.example/tb'] });
    expect(await field()).toHaveProperty('value', 'https://blog.example/tb');
  });

  it('says why something was not saved, keeps it, and tries again when the field is left', async () => {
    const { user } = open();
    answering(`PUT ${NEW}`, refusal(500, 'The database is away.'));
    await user.type(await field(), 'https://blog.example/tb');
    await user.tab();
    await screen.findByText(/Not saved: .*database is away/);
    answering(`PUT ${NEW}`, entrySettings({ trackbackUrls: ['https://blog.example/tb'] }));
    await user.click(await field());
    await user.tab();
    await screen.findByText('Saved for this entry');
    expect(await field()).toHaveProperty('value', 'https://blog.example/tb');
  });

  it('forgets it when the page is left without saving the entry', async () => {
    const { user, unmount } = open();
    await user.click(await screen.findByRole('combobox', { name: 'Send pings' }));
    await user.click(await screen.findByRole('option', { name: 'Off' }));
    await screen.findByText('Saved for this entry');
    unmount();
    await waitFor(() =>
      expect(put().at(-1)).toEqual({ allowPings: 'default', sendPings: 'default', trackbackUrls: [] })
    );
  });

  it('leaves it to the entry whose first save leads away', async () => {
    keeping(entrySettings({ allowPings: 'closed' }));
    answering(ENTRY, entrySettings({ allowPings: 'closed' }));
    answering(PINGS, pingsOf());
    const Edit = () => {
      const [view, setView] = useState<object>(create);
      const setSubmitting = useForm('Edit', (form) => form.setSubmitting);
      return (
        <>
          <button type="button" onClick={() => setSubmitting(true)}>
            Send
          </button>
          <button type="button" onClick={() => setView(VIEW)}>
            Answer
          </button>
          <Panel view={view} />
        </>
      );
    };
    const { user } = show(
      <Form method="POST" onSubmit={() => undefined}>
        <Edit />
      </Form>,
      editor
    );
    await screen.findByText(/holds from the first save/);
    await user.click(await button('Send'));
    await user.click(await button('Answer'));
    await button('Save linkback settings');
    expect(put()).toEqual([]);
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
