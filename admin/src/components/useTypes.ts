import { useTypesQuery } from '../api';
import type { TypesResponse } from '../../../server/src/contracts';

const NONE: TypesResponse = { contentTypes: [], locales: [] };

/** What lists can be filtered by; nothing until that is known. */
export const useTypes = (): TypesResponse => useTypesQuery(null).data ?? NONE;
