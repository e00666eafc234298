import { Flex } from '@strapi/design-system';
import type { ReactNode } from 'react';

/**
 * A cell's lines of text, `least` wide: Strapi's tables do not wrap, and addresses know no spaces.
 */
export const Column = ({ least, children }: { least: string; children: ReactNode }) => (
  <Flex
    direction="column"
    alignItems="flex-start"
    gap={1}
    minWidth={least}
    style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}
  >
    {children}
  </Flex>
);
