import { Button, Flex, Loader, Typography } from '@strapi/design-system';
import { Eye } from '@strapi/icons';
import { useEffect, useState } from 'react';
import type { PreviewItem } from '../../../../server/src/contracts';
import { usePreviewQuery } from '../../api';
import type { EntryRef } from '../../api';
import { hostAndPath } from '../../components/addresses';
import { Reason } from '../../components/Reason';
import { useErrorText } from '../../components/useErrorText';
import { useText } from '../../text';
import { outcomeOf, previewInterval } from './preview-items';

const Item = ({ item }: { item: PreviewItem }) => {
  const text = useText();
  const outcome = outcomeOf(item);
  return (
    <Flex tag="li" direction="column" alignItems="flex-start" gap={1}>
      <Typography style={{ overflowWrap: 'anywhere' }}>{hostAndPath(item.target)}</Typography>
      <Typography variant="pi" textColor={item.skip === null ? 'success700' : 'neutral600'}>
        {outcome ? text(outcome.key, outcome.values) : <Reason why={item.why} words={item.skip} />}
      </Typography>
    </Flex>
  );
};

/** A field that is not read to its end. */
const Note = ({ item }: { item: PreviewItem }) => (
  <Typography tag="li" variant="pi" textColor="warning700">
    <Reason why={item.why} words={item.skip} />
  </Typography>
);

/** The preview of the saved draft; asked for again while something is still being found out. */
const Items = ({ entry, version }: { entry: EntryRef; version: string }) => {
  const text = useText();
  const errorText = useErrorText();
  const [rate, setRate] = useState(0);
  const { data, error, refetch } = usePreviewQuery(entry, {
    pollingInterval: rate,
    refetchOnMountOrArgChange: true,
  });
  useEffect(() => setRate(previewInterval(data ?? [])), [data]);
  useEffect(() => void refetch(), [refetch, version]);

  if (error)
    return (
      <Typography textColor="danger600" role="alert">
        {text('preview.failed', { reason: errorText(error) })}
      </Typography>
    );
  if (!data) return <Loader small>{text('preview.loading')}</Loader>;
  if (data.length === 0) return <Typography textColor="neutral600">{text('preview.none')}</Typography>;
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
      {data.map((item) =>
        item.field === undefined ? (
          <Item key={item.target} item={item} />
        ) : (
          <Note key={`field ${item.field}`} item={item} />
        )
      )}
    </Flex>
  );
};

/** Who would be told when the draft is published, and by which protocol. Sends nothing. */
export const Preview = (props: { entry: EntryRef; version: string }) => {
  const text = useText();
  const [shown, setShown] = useState(false);
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Button
        variant="tertiary"
        fullWidth
        startIcon={<Eye />}
        aria-expanded={shown}
        onClick={() => setShown((before) => !before)}
      >
        {text(shown ? 'preview.hide' : 'preview.show')}
      </Button>
      {shown ? <Items {...props} /> : null}
    </Flex>
  );
};
