import { Alert, Box, TextButton } from '@strapi/design-system';
import { useText } from '../../text';
import type { Done } from './undo';

interface UndoBarProps {
  done: Done | null;
  busy: boolean;
  onUndo: () => void;
  onClose: () => void;
}

/**
 * Says what was done, with a button that takes it back: Strapi's notifications can carry links only. It floats, so that
 * no row moves under the pointer, and stays until the next action.
 */
export const UndoBar = ({ done, busy, onUndo, onClose }: UndoBarProps) => {
  const text = useText();
  return (
    <Box
      role="status"
      position="fixed"
      bottom="2.4rem"
      left="50%"
      zIndex={5}
      maxWidth="calc(100vw - 3.2rem)"
      style={{ transform: 'translateX(-50%)' }}
    >
      {done ? (
        <Alert
          variant="success"
          closeLabel={text('undo.close')}
          onClose={onClose}
          action={
            done.undo ? (
              <TextButton disabled={busy} onClick={onUndo}>
                {text('undo.action')}
              </TextButton>
            ) : undefined
          }
        >
          {text(`inbox.done.${done.action}`, { count: done.ids.length })}
        </Alert>
      ) : null}
    </Box>
  );
};
