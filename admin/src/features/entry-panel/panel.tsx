import type { PanelComponent } from '@strapi/content-manager/strapi-admin';
import { Loader } from '@strapi/design-system';
import { lazy, Suspense } from 'react';
import { useText } from '../../text';
import { useEditedEntry } from './useEditedEntry';

const EntryPanel = lazy(() => import('./EntryPanel'));
const PanelFailed = lazy(() => import('./PanelFailed'));

/** Content types that do not take part answer so. */
const takesNoPart = (error: object): boolean => 'status' in error && error.status === 404;

/**
 * The side panel of the edit view. Strapi calls it like a hook on every content type; those that do not take part
 * have no panel. Only this file is in the admin's first load, the panel's body comes when needed.
 */
export const LinkbacksPanel: PanelComponent = (view) => {
  const text = useText();
  const { entry, known } = useEditedEntry(view);
  const { currentData, error, isFetching, refetch } = known;
  if (!entry || (!currentData && (!error || takesNoPart(error)))) return null;

  // One look that fails takes nothing away from what is shown, or typed.
  const body = currentData ? (
    <EntryPanel
      key={`${entry.documentId}:${entry.locale}`}
      entry={entry}
      version={view.document?.updatedAt ?? ''}
    />
  ) : error ? (
    <PanelFailed error={error} busy={isFetching} onRetry={refetch} />
  ) : null;
  return {
    title: text('panel.title'),
    content: <Suspense fallback={<Loader small>{text('panel.loading')}</Loader>}>{body}</Suspense>,
  };
};
