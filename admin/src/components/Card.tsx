import { Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';

/** A titled white box of a page. */
export const Card = ({ title, children }: { title: string; children: ReactNode }) => (
  <Flex
    tag="section"
    aria-label={title}
    direction="column"
    alignItems="stretch"
    gap={4}
    padding={6}
    background="neutral0"
    shadow="tableShadow"
    hasRadius
  >
    <Typography variant="delta" tag="h2">
      {title}
    </Typography>
    {children}
  </Flex>
);
