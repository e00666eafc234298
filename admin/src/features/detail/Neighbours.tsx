import { Flex, IconButton } from '@strapi/design-system';
import { ArrowDown, ArrowUp, Question } from '@strapi/icons';
import { useText } from '../../text';

interface NeighboursProps {
  /** null where there is none. */
  onPrevious: (() => void) | null;
  onNext: (() => void) | null;
  onHelp: () => void;
}

/** The way through the list that the linkback was opened from, and the keys for it. */
export const Neighbours = ({ onPrevious, onNext, onHelp }: NeighboursProps) => {
  const text = useText();
  return (
    <Flex gap={1}>
      {onPrevious || onNext ? (
        <>
          <IconButton label={text('detail.previous')} disabled={!onPrevious} onClick={() => onPrevious?.()}>
            <ArrowUp />
          </IconButton>
          <IconButton label={text('detail.next.linkback')} disabled={!onNext} onClick={() => onNext?.()}>
            <ArrowDown />
          </IconButton>
        </>
      ) : null}
      <IconButton label={text('inbox.keys.title')} onClick={onHelp}>
        <Question />
      </IconButton>
    </Flex>
  );
};
