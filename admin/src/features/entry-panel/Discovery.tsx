import { Button, Flex, Typography } from '@strapi/design-system';
import { Code } from '@strapi/icons';
import { useState } from 'react';
import type { EntrySettingsResponse } from '../../../../server/src/contracts';
import { CopyArea } from '../../components/CopyArea';
import { useText } from '../../text';
import { headerLines } from './header-lines';

type Tags = NonNullable<EntrySettingsResponse['discovery']>;

const Areas = ({ html, headers, rdf }: Tags) => {
  const text = useText();
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Typography variant="pi" textColor="neutral600">
        {text('panel.tags.hint')}
      </Typography>
      <CopyArea name="linkbacks-html" label={text('panel.tags.html')} value={html} />
      <CopyArea name="linkbacks-headers" label={text('panel.tags.headers')} value={headerLines(headers)} />
      {rdf ? <CopyArea name="linkbacks-rdf" label={text('panel.tags.rdf')} value={rdf} /> : null}
    </Flex>
  );
};

/** What the public page must carry so that others find where to announce their links. */
export const Discovery = ({ tags }: { tags: Tags }) => {
  const text = useText();
  const [shown, setShown] = useState(false);
  return (
    <>
      <Button
        variant="tertiary"
        fullWidth
        startIcon={<Code />}
        aria-expanded={shown}
        onClick={() => setShown((before) => !before)}
      >
        {text(shown ? 'panel.tags.hide' : 'panel.tags.show')}
      </Button>
      {shown ? <Areas {...tags} /> : null}
    </>
  );
};
