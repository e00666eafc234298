import { Box, Button, Field, Flex, Link, Typography } from '@strapi/design-system';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { NavLink } from 'react-router-dom';
import type { ResolveResponse } from '../../../../server/src/contracts';
import { useResolveQuery } from '../../api';
import { editPath } from '../../components/addresses';
import { useErrorText } from '../../components/useErrorText';
import { useText } from '../../text';

const Answer = ({ answer }: { answer: ResolveResponse }) => {
  const text = useText();
  if (!answer.entry) return <Typography>{text(`settings.check.${answer.kind}`)}</Typography>;
  const { title, uid, locale } = answer.entry;
  return (
    <Typography>
      {text('settings.check.entry')}{' '}
      <Link tag={NavLink} to={editPath(answer.entry)}>
        {title}
      </Link>{' '}
      ({locale ? `${uid}, ${locale}` : uid})
    </Typography>
  );
};

/** Says which entry a public URL shows, as a received ping would have it. */
export const UrlChecker = () => {
  const text = useText();
  const errorText = useErrorText();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const { currentData, error, isFetching } = useResolveQuery(asked, {
    skip: asked === '',
    refetchOnMountOrArgChange: true,
  });
  const ask = () => setAsked(typed.trim());
  // Enter would save the settings, whose form this stands in.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    ask();
  };
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Field.Root name="check" hint={text('settings.check.hint')} width="100%">
        <Field.Label>{text('settings.check')}</Field.Label>
        <Flex gap={2} alignItems="stretch">
          <Box flex="1">
            <Field.Input
              type="url"
              value={typed}
              placeholder="https://example.com/blog/hello"
              onChange={({ target }: { target: { value: string } }) => setTyped(target.value)}
              onKeyDown={onKeyDown}
            />
          </Box>
          <Button
            variant="secondary"
            size="L"
            loading={isFetching}
            disabled={typed.trim() === ''}
            onClick={ask}
          >
            {text('settings.check.action')}
          </Button>
        </Flex>
        <Field.Hint />
      </Field.Root>
      <div role="status">
        {error ? <Typography textColor="danger600">{errorText(error)}</Typography> : null}
        {!error && currentData ? <Answer answer={currentData} /> : null}
      </div>
    </Flex>
  );
};
