import { useQueryParams } from '@strapi/strapi/admin';
import { useEffect, useMemo } from 'react';
import type { SetUrl } from '../../components/ListPage';
import { changedUrl } from '../../components/url';
import { tidied } from './filters';
import type { ListUrl } from './filters';

/** A list's part of the URL, and what changes it. */
export const useListUrl = <Url extends ListUrl>(): readonly [Url, SetUrl<Url>] => {
  const [{ query: url }, setUrl] = useQueryParams<Url>();
  const tidy = useMemo(() => tidied(url), [url]);
  useEffect(() => {
    if (tidy) setUrl(changedUrl(url, { ...url, ...tidy }), 'push', true);
  }, [tidy, setUrl, url]);
  return [url, setUrl];
};
