import { Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import type { SettingsResponse } from '../../../../server/src/contracts';
import { ExternalLink } from '../../components/ExternalLink';
import { Card } from '../../components/Card';
import { useText } from '../../text';
import { UrlChecker } from './UrlChecker';

type ContentType = SettingsResponse['contentTypes'][number];

/** URL patterns as lines of text; null for a function in the project's config, which has no text. */
const patternsOf = (url: ContentType['url']): string[] | null => {
  if (url === null) return null;
  return typeof url === 'string'
    ? [url]
    : Object.entries(url).map(([locale, pattern]) => `${locale}: ${pattern}`);
};

interface RowProps {
  type: ContentType;
  /** Strapi's table body hands it to its rows; the cells need it to be reached by keyboard. */
  'aria-rowindex'?: number;
}

const Row = ({ type, ...row }: RowProps) => {
  const text = useText();
  const lines = patternsOf(type.url) ?? [text('settings.types.function')];
  return (
    <Tr {...row}>
      <Td>
        <Typography fontWeight="semiBold">{type.displayName}</Typography>
      </Td>
      <Td>
        <Typography textColor="neutral600">{type.uid}</Typography>
      </Td>
      <Td>
        {lines.map((line) => (
          <Typography key={line} tag="p">
            {line}
          </Typography>
        ))}
      </Td>
      <Td>
        {type.example ? (
          <ExternalLink href={type.example.url}>{type.example.title}</ExternalLink>
        ) : (
          <Typography textColor="neutral600">{text('settings.types.noExample')}</Typography>
        )}
      </Td>
    </Tr>
  );
};

/** The content types that take part. They are set in the project's config: shown, not changed here. */
export const ContentTypes = ({ contentTypes }: Pick<SettingsResponse, 'contentTypes'>) => {
  const text = useText();
  const columns = ['name', 'uid', 'url', 'example'] as const;
  return (
    <Card title={text('settings.types')}>
      <Typography textColor="neutral600">
        {text(contentTypes.length > 0 ? 'settings.types.hint' : 'settings.types.none')}
      </Typography>
      {contentTypes.length > 0 ? (
        <Table colCount={columns.length} rowCount={contentTypes.length + 1}>
          <Thead>
            <Tr>
              {columns.map((column) => (
                <Th key={column}>
                  <Typography variant="sigma">{text(`settings.types.${column}`)}</Typography>
                </Th>
              ))}
            </Tr>
          </Thead>
          <Tbody>
            {contentTypes.map((type) => (
              <Row key={type.uid} type={type} />
            ))}
          </Tbody>
        </Table>
      ) : null}
      {contentTypes.length > 0 ? <UrlChecker /> : null}
    </Card>
  );
};
