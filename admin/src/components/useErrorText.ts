import { isBaseQueryError, useAPIErrorHandler } from '@strapi/strapi/admin';
import { useCallback } from 'react';
import type { QueryError } from '../query-types';
import { useText } from '../text';

/** The words for a failed request: the server's own where it has some. */
export const useErrorText = (): ((error: QueryError) => string) => {
  const text = useText();
  const { _unstableFormatAPIError: format } = useAPIErrorHandler();
  return useCallback(
    (error) => (isBaseQueryError(error) && error.message ? format(error) : text('failed.unknown')),
    [format, text]
  );
};
