import { Badge, Flex, Modal, Typography } from '@strapi/design-system';
import { useReturnedFocus } from '../../components/useReturnedFocus';
import { useText } from '../../text';
import { helpFor } from './shortcuts';

interface ShortcutHelpProps {
  open: boolean;
  onClose: () => void;
  /** The keys beside one linkback. */
  single?: boolean;
}

/** The keys of the inbox. */
export const ShortcutHelp = ({ open, onClose, single = false }: ShortcutHelpProps) => {
  const text = useText();
  useReturnedFocus(open);
  return (
    <Modal.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Modal.Content>
        <Modal.Header>
          <Modal.Title>{text('inbox.keys.title')}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex tag="dl" direction="column" alignItems="stretch" gap={3}>
            {helpFor(single).map(({ keys, name }) => (
              <Flex key={name} gap={4}>
                <Flex tag="dt" gap={1} width="10rem" shrink={0}>
                  {keys.map((key) => (
                    <Badge key={key}>{key}</Badge>
                  ))}
                </Flex>
                <Typography tag="dd">{text(`inbox.keys.${name}`)}</Typography>
              </Flex>
            ))}
          </Flex>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
};
