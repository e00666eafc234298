import { Box, Typography } from '@strapi/design-system';
import type { Linkback } from '../../../../server/src/contracts';
import { markedExcerpt } from './marked';

/** The words around the link, with the text of the link marked. */
export const Excerpt = (linkback: Pick<Linkback, 'excerpt' | 'excerptMark'>) => {
  const parts = markedExcerpt(linkback);
  if (!parts) return null;
  return (
    <Typography tag="p" textColor="neutral800" lineHeight={3}>
      {parts.before}
      {parts.link ? (
        <Box tag="mark" background="primary100" color="primary700" hasRadius padding="0 0.2rem">
          {parts.link}
        </Box>
      ) : null}
      {parts.after}
    </Typography>
  );
};
