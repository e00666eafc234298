import type { PanelComponent } from '@strapi/content-manager/strapi-admin';
import { Loader } from '@strapi/design-system';
import { lazy, Suspense } from 'react';
import { useText } from '../../text';
import { useEditedEntry } from './useEditedEntry';

const EntryPanel = lazy(() => import('./EntryPanel'));

/**
 * The side panel of the edit view. Strapi calls it like a hook on every content type; those that do not take part
 * answer 404, and have no panel. Only this file is in the admin's first load, the panel's body comes when needed.
 */
export const LinkbacksPanel: PanelComponent = (view) => {
  const text = useText();
  const { entry, known } = useEditedEntry(view);
  // One look that fails takes nothing away from what is shown, or typed.
  if (!entry || !known.currentData) return null;

  return {
    title: text('panel.title'),
    content: (
      <Suspense fallback={<Loader small>{text('panel.loading')}</Loader>}>
        <EntryPanel
          key={`${entry.documentId}:${entry.locale}`}
          entry={entry}
          version={view.document?.updatedAt ?? ''}
        />
      </Suspense>
    ),
  };
};
