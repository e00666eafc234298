import { Link, Typography } from '@strapi/design-system';
import { ExternalLink as OpensElsewhere } from '@strapi/icons';
import type { ReactNode } from 'react';
import { webAddress } from './addresses';

/** A link to a page that a stranger named: in a new tab, telling it nothing, and never anything but http(s). */
export const ExternalLink = ({ href, children }: { href: string; children: ReactNode }) => {
  const address = webAddress(href);
  if (!address) return <Typography textColor="neutral800">{children}</Typography>;
  return (
    <Link
      href={address}
      isExternal
      target="_blank"
      rel="noopener noreferrer nofollow"
      endIcon={<OpensElsewhere aria-hidden style={{ flexShrink: 0 }} />}
    >
      {children}
    </Link>
  );
};
