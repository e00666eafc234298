import { Dialog } from '@strapi/design-system';
import { ConfirmDialog, useForm } from '@strapi/strapi/admin';
import { useEffect } from 'react';
import { useBlocker } from 'react-router-dom';
import { useText } from '../../text';

/** The browser asks in its own words when the page is closed. */
const useAskOnUnload = (): void => {
  useEffect(() => {
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', onUnload);
    return () => window.removeEventListener('beforeunload', onUnload);
  }, []);
};

/**
 * Asks before what was chosen in the panel and not saved gets lost. Mount it only then: of several guards the router asks
 * the last one only, and that of the edit view has to be heard when there is nothing of ours to lose. Saving the entry
 * may lead to another address by itself, which is nobody's leaving.
 */
export const UnsavedGuard = () => {
  const text = useText();
  const isSaving = useForm('LinkbacksUnsavedGuard', ({ isSubmitting }) => isSubmitting);
  const blocker = useBlocker(
    ({ currentLocation: from, nextLocation: to }) =>
      !isSaving && (from.pathname !== to.pathname || from.search !== to.search)
  );
  useAskOnUnload();
  if (blocker.state !== 'blocked') return null;
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : blocker.reset())}>
      <ConfirmDialog title={text('panel.unsaved.title')} onConfirm={() => blocker.proceed()}>
        {text('panel.unsaved.body')}
      </ConfirmDialog>
    </Dialog.Root>
  );
};
