import type { isBaseQueryError } from '@strapi/strapi/admin';

/** A failed request, as Strapi's base query reports it. */
export type QueryError = Parameters<typeof isBaseQueryError>[0];

/** As much of RTK Query's hooks as the features use; so our published types name no package of Strapi's own. */
export interface Query<Answer> {
  /** The latest answer, also while that of other arguments is being fetched. */
  data?: Answer | undefined;
  /** The answer to the present arguments. */
  currentData?: Answer | undefined;
  error?: QueryError | undefined;
  isLoading: boolean;
  isFetching: boolean;
  isSuccess: boolean;
  refetch(): unknown;
}
interface QueryOptions {
  skip?: boolean;
  /** Milliseconds; 0: never. */
  pollingInterval?: number;
  refetchOnMountOrArgChange?: boolean;
}
export type UseQuery<Request, Answer> = (request: Request, options?: QueryOptions) => Query<Answer>;
export type UseMutation<Request, Answer> = () => readonly [
  (request: Request) => PromiseLike<{ data: Answer } | { error: QueryError }>,
  { isLoading: boolean },
];
