import { Dialog } from '@strapi/design-system';
import { ConfirmDialog } from '@strapi/strapi/admin';
import { useLastShown } from '../../components/useLastShown';
import { useReturnedFocus } from '../../components/useReturnedFocus';
import { useText } from '../../text';

interface DeleteDialogProps {
  /** How many are to be deleted; 0: the dialog is closed. */
  count: number;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

/** Deleting for good has no undo, so it asks first. */
export const DeleteDialog = ({ count, onConfirm, onClose }: DeleteDialogProps) => {
  const text = useText();
  useReturnedFocus(count > 0);
  const asked = useLastShown(count, count > 0);
  return (
    <Dialog.Root open={count > 0} onOpenChange={(open) => (open ? undefined : onClose())}>
      <ConfirmDialog title={text('inbox.delete.title')} onConfirm={onConfirm}>
        {text('inbox.delete.body', { count: asked })}
      </ConfirmDialog>
    </Dialog.Root>
  );
};
