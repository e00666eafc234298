import { Alert, Box, Flex, Link, TextButton } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import { PLUGIN_ID } from '../../pluginId';
import { useText } from '../../text';
import { doneMessage } from './actions';
import type { Moderation } from './useModeration';

/**
 * Says what was done, with a button that takes it back: Strapi's notifications can carry links only. It floats, so that
 * no row moves under the pointer, and stays until the next action.
 */
export const UndoBar = ({ moderation }: { moderation: Moderation }) => {
  const { done, busy, undo, dismiss } = moderation;
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
          onClose={dismiss}
          action={
            done.undo ? (
              // As high as a line of the words beside it, which are larger.
              <Flex height="2rem">
                <TextButton disabled={busy} onClick={() => void undo()}>
                  {text('undo.action')}
                </TextButton>
              </Flex>
            ) : undefined
          }
        >
          {text(doneMessage(done), { count: done.count })}{' '}
          {done.listed ? (
            <Link tag={NavLink} to={`/settings/${PLUGIN_ID}`}>
              {text('undo.lists')}
            </Link>
          ) : null}
        </Alert>
      ) : null}
    </Box>
  );
};
