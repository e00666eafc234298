import { createVisibleReader } from '../html/visible';
import type { ContentReader } from './parts';

/** Reads a piece of HTML: the links of `a` and `area` elements, and the text. */
export const readHtml = (html: string, { link, text, boundary }: ContentReader): void => {
  const reader = createVisibleReader({
    open: (name, attributes) => {
      const href = name === 'a' || name === 'area' ? attributes.get('href') : undefined;
      if (href !== undefined) link?.(href);
    },
    ...(text && { text }),
    ...(boundary && { boundary }),
  });
  reader.write(html);
  reader.end();
};
