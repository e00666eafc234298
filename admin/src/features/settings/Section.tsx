import { Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';

/** A titled white box of the settings page. */
export const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <Flex
    tag="section"
    direction="column"
    alignItems="stretch"
    gap={6}
    padding={6}
    background="neutral0"
    shadow="filterShadow"
    hasRadius
  >
    <Typography variant="delta" tag="h2">
      {title}
    </Typography>
    {children}
  </Flex>
);
