import { Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import type { LinkbackDetail } from '../../../../server/src/contracts';
import { hostAndPath } from '../../components/addresses';
import { Card } from '../../components/Card';
import { EntryLink } from '../../components/EntryLink';
import { ExternalLink } from '../../components/ExternalLink';
import { Reason } from '../../components/Reason';
import { When } from '../../components/When';
import { useText } from '../../text';
import type { MessageKey } from '../../text';

const Fact = ({ name, children }: { name: MessageKey; children: ReactNode }) => {
  const text = useText();
  return (
    <Flex direction="column" alignItems="flex-start" gap={1} style={{ overflowWrap: 'anywhere' }}>
      <Typography tag="dt" variant="pi" fontWeight="bold" textColor="neutral600">
        {text(name)}
      </Typography>
      <Typography tag="dd">{children}</Typography>
    </Flex>
  );
};

const Address = ({ url }: { url: string }) => <ExternalLink href={url}>{hostAndPath(url)}</ExternalLink>;

/** Where the picture of the author is. Loading it, or a click on it, would tell its host who reads the inbox. */
const Photo = ({ url }: { url: string }) => {
  const text = useText();
  return (
    <Fact name="detail.photo">
      {url}{' '}
      <Typography variant="pi" textColor="neutral600">
        {text('detail.photo.hint')}
      </Typography>
    </Fact>
  );
};

/** Everything that is known about a linkback beside its words. */
export const Facts = ({ linkback }: { linkback: LinkbackDetail }) => {
  const text = useText();
  const { source, finalUrl, claimedAddress, target, author, address, received, verified, published } =
    linkback;
  return (
    <Card title={text('detail.facts')}>
      <Flex tag="dl" direction="column" alignItems="stretch" gap={4}>
        <Fact name="detail.reason">
          <Reason why={linkback.why} words={linkback.reason} />
        </Fact>
        <Fact name="detail.source">
          <Address url={source} />
        </Fact>
        {finalUrl ? (
          <Fact name="detail.finalUrl">
            <Address url={finalUrl} />
          </Fact>
        ) : null}
        {claimedAddress ? (
          <Fact name="detail.claimedAddress">
            <Address url={claimedAddress} />
          </Fact>
        ) : null}
        <Fact name="detail.target">
          <Address url={target} />
        </Fact>
        <Fact name="detail.entry">
          <EntryLink entry={linkback.entry} />
        </Fact>
        {author.url ? (
          <Fact name="detail.author">
            <Address url={author.url} />
          </Fact>
        ) : null}
        {author.photo ? <Photo url={author.photo} /> : null}
        <Fact name="detail.received">
          <When moment={received} />
        </Fact>
        {published ? (
          <Fact name="detail.published">
            <When moment={published} />
          </Fact>
        ) : null}
        {verified ? (
          <Fact name="detail.verified">
            <When moment={verified} />
          </Fact>
        ) : null}
        {linkback.nextVerification ? (
          <Fact name="detail.next">
            <When moment={linkback.nextVerification} />
          </Fact>
        ) : null}
        {linkback.failures > 0 ? (
          <Fact name="detail.failures">{text('detail.failures.count', { count: linkback.failures })}</Fact>
        ) : null}
        {address ? <Fact name="detail.address">{address}</Fact> : null}
      </Flex>
    </Card>
  );
};
