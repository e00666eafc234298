import { Flex } from '@strapi/design-system';
import type { ReactNode } from 'react';

/** The words of a row, as narrow as the widgets of the home page are: what is longer goes on in the next line. */
export const Words = ({ children }: { children: ReactNode }) => (
  <Flex
    direction="column"
    alignItems="flex-start"
    gap={1}
    paddingTop={2}
    paddingBottom={2}
    maxWidth="28rem"
    style={{ overflowWrap: 'anywhere', whiteSpace: 'normal' }}
  >
    {children}
  </Flex>
);
