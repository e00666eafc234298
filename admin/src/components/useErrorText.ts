import { isBaseQueryError, useAPIErrorHandler } from '@strapi/strapi/admin';
import { useCallback } from 'react';
import type { Reason } from '../../../server/src/contracts';
import type { QueryError } from '../query-types';
import { useText } from '../text';
import { useReasons } from './useReasons';

/** The code that our routes give beside the words of a refusal. */
const whyOf = (error: QueryError): Reason | null => {
  const details: unknown = 'details' in error ? error.details : null;
  return typeof details === 'object' && details !== null && 'why' in details ? (details.why as Reason) : null;
};

/** The words for a failed request: the server's own where it has some. */
export const useErrorText = (): ((error: QueryError) => string) => {
  const text = useText();
  const { say } = useReasons();
  const { _unstableFormatAPIError: format } = useAPIErrorHandler();
  return useCallback(
    (error) =>
      isBaseQueryError(error) && error.message ? say(whyOf(error), format(error)) : text('failed.unknown'),
    [format, say, text]
  );
};
