import { Dialog } from '@strapi/design-system';
import { ConfirmDialog } from '@strapi/strapi/admin';
import type { Ping } from '../../../../server/src/contracts';
import { hostAndPath } from '../../components/addresses';
import { useLastShown } from '../../components/useLastShown';
import { useReturnedFocus } from '../../components/useReturnedFocus';
import { useText } from '../../text';

interface ForgetDialogProps {
  /** What is to be forgotten; empty: the dialog is closed. */
  pings: readonly Ping[];
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

/** Forgetting asks first: the target may then be told a second time. */
export const ForgetDialog = ({ pings, onConfirm, onClose }: ForgetDialogProps) => {
  const text = useText();
  useReturnedFocus(pings.length > 0);
  const asked = useLastShown(pings, pings.length > 0);
  const [first] = asked;
  const isOne = asked.length === 1 && first !== undefined;
  return (
    <Dialog.Root open={pings.length > 0} onOpenChange={(open) => (open ? undefined : onClose())}>
      <ConfirmDialog
        title={isOne ? text('ping.forget.title') : text('deliveries.forget.title', { count: asked.length })}
        onConfirm={onConfirm}
      >
        {isOne
          ? text('ping.forget.body', { target: hostAndPath(first.target) })
          : text('deliveries.forget.body')}
      </ConfirmDialog>
    </Dialog.Root>
  );
};
